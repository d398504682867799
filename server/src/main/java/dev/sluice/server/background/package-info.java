/**
 * Work that is in no hurry, such as taking in and landing files. It has the processors that nobody
 * else wants, so that requests do not wait for them: a status asked for during five imports, or an
 * order. Here is how the operating system is told.
 */
@NullMarked
package dev.sluice.server.background;

import org.jspecify.annotations.NullMarked;
