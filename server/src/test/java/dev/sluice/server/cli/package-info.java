/** Tests of commands. */
@NullMarked
package dev.sluice.server.cli;

import org.jspecify.annotations.NullMarked;
