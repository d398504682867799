/** One state by itself, as AWS's TestState API runs it. */
@org.jspecify.annotations.NullMarked
package dev.sluice.asl.teststate;
