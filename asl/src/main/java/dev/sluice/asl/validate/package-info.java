/**
 * What is wrong with a state machine's definition: every finding at once, with the codes, wording
 * and locations of AWS's ValidateStateMachineDefinition where they are known. It starts at {@link
 * dev.sluice.asl.validate.Validator}. It reads the JSON tree alone and never fails on a definition,
 * however hostile.
 */
@org.jspecify.annotations.NullMarked
package dev.sluice.asl.validate;
