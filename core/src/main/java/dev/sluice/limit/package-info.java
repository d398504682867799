/**
 * How many requests somebody may send: {@link dev.sluice.limit.RateLimiter} is the port, {@link
 * dev.sluice.limit.SlidingWindows} the one that counts within this process. A limit is asked before
 * anything of a request's body is read, and asking must cost next to nothing.
 */
@NullMarked
package dev.sluice.limit;

import org.jspecify.annotations.NullMarked;
