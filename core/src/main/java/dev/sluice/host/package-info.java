/**
 * The machine that this process runs on, where the JDK has no way to ask something of it: to write
 * files out early, and to have work that is in no hurry wait for the processors that nobody else
 * wants.
 */
@NullMarked
package dev.sluice.host;

import org.jspecify.annotations.NullMarked;
