/**
 * What mapping a partner's order costs: ours, exact and in doubles, beside dashjoin's interpreter,
 * JSLT and Java written by hand, in one run. It starts at {@link
 * dev.sluice.bench.mapping.MappingBenchmark}.
 */
@org.jspecify.annotations.NullMarked
package dev.sluice.bench.mapping;
