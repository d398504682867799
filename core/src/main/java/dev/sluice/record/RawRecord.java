package dev.sluice.record;

/**
 * One record as it stood in a body of many.
 *
 * @param index from 0; blank lines do not count
 * @param bytes exactly the sender's, without what separates records
 * @param parsed the same, read; for one bad line of NDJSON a refusal
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record RawRecord(long index, byte[] bytes, Parsed parsed) {}
