/**
 * What the whole way of a record costs: strict JSON, the sender's schema, the mapping, the
 * dataset's schema, typed values, identity and fingerprint, through {@link
 * dev.sluice.record.RecordProcessor}. It starts at {@link dev.sluice.bench.record.RecordBenchmark}.
 */
@org.jspecify.annotations.NullMarked
package dev.sluice.bench.record;
