/**
 * The eighteen intrinsic functions of the states language, {@code States.Format('..', $.a)} and its
 * kin, as AWS evaluates them. It starts at {@link dev.sluice.asl.intrinsic.Intrinsic}. It never
 * reads a clock or a global source of randomness, and never changes an argument.
 */
@org.jspecify.annotations.NullMarked
package dev.sluice.asl.intrinsic;
