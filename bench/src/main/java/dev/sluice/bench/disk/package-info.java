/** What a disk does with a commit, and what comes between. */
@NullMarked
package dev.sluice.bench.disk;

import org.jspecify.annotations.NullMarked;
