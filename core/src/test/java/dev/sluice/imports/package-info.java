/** What the ports of imports promise, whatever the backend. */
@NullMarked
package dev.sluice.imports;

import org.jspecify.annotations.NullMarked;
