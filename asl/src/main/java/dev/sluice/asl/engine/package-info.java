/**
 * The pure core: {@link dev.sluice.asl.engine.Step#advance} takes an execution, one event and the
 * time, and answers with history events and commands. It has no clock, I/O or threads of its own,
 * and every state between two steps can be written as JSON and read back.
 */
@org.jspecify.annotations.NullMarked
package dev.sluice.asl.engine;
