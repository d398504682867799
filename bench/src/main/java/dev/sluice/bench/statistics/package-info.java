/** Statistics of many orders: loading them through feeds, and how long asking takes. */
@NullMarked
package dev.sluice.bench.statistics;

import org.jspecify.annotations.NullMarked;
