/**
 * Cases recorded from AWS or written by hand: read, run, normalise, compare. Behind {@code sluice
 * asl test} and the conformance test.
 */
@org.jspecify.annotations.NullMarked
package dev.sluice.asl.cases;
