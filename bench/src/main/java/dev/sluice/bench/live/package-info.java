/** What watching costs: idle sockets in numbers, and how soon a change is seen. */
@NullMarked
package dev.sluice.bench.live;

import org.jspecify.annotations.NullMarked;
