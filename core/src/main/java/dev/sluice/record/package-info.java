/**
 * One record on its way in: bytes become an accepted record or a rejected one, and nothing else
 * happens.
 *
 * <p>It starts at {@link dev.sluice.record.RecordProcessor#process}: strict JSON, the sender's
 * schema, the mapping, the dataset's schema, then identity and fingerprint. Bodies of many records
 * are cut by {@link dev.sluice.record.RecordReader}. Everything here is pure: no clock, no store,
 * no network, no log line. It must never round a number, replace a character or drop a field
 * without saying so, and never put a payload into a message.
 */
@org.jspecify.annotations.NullMarked
package dev.sluice.record;
