/** Execution history with the event types, ids and details of AWS Step Functions. */
@org.jspecify.annotations.NullMarked
package dev.sluice.asl.history;
