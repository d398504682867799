/**
 * The in-memory runner: tasks on virtual threads, timers on a real or a virtual clock, objects from
 * a source. The only place of this library that blocks.
 */
@org.jspecify.annotations.NullMarked
package dev.sluice.asl.run;
