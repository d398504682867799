/** Fakes that pass the contracts, and samples, for the tests of every module. */
@NullMarked
package dev.sluice.testing;

import org.jspecify.annotations.NullMarked;
