/** Promises that must hold through {@code kill -9}: real processes, real signals. */
@NullMarked
package dev.sluice.server.crash;

import org.jspecify.annotations.NullMarked;
