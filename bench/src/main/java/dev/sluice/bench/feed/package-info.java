/**
 * Load on a feed over HTTP: an open-loop generator, so that a slow answer does not slow the asking.
 */
@NullMarked
package dev.sluice.bench.feed;

import org.jspecify.annotations.NullMarked;
