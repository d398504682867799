/**
 * The server: {@link dev.sluice.server.Main} is where it begins, {@link dev.sluice.server.Config}
 * what may be chosen, {@link dev.sluice.server.Sluice} where everything is wired, by hand. Nothing
 * but this package reads the clock or chooses a backend.
 */
@NullMarked
package dev.sluice.server;

import org.jspecify.annotations.NullMarked;
