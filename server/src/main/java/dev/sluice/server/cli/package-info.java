/**
 * The command line. A command turns arguments into a call and its outcome into an exit code; a
 * mistake is one line on stderr that says what to change, never a stack trace.
 */
@NullMarked
package dev.sluice.server.cli;

import org.jspecify.annotations.NullMarked;
