/**
 * A state machine as written: sealed states, payload templates, references, rules. Read from JSON
 * by {@link dev.sluice.asl.model.AslMachine#parse}; tolerant of what AWS tolerates, the validator
 * says the rest. Immutable; evaluates nothing.
 */
@org.jspecify.annotations.NullMarked
package dev.sluice.asl.model;
