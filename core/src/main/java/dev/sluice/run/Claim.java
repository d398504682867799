package dev.sluice.run;

/**
 * Where the records of a batch lie, if not in its row: a byte range of an object.
 *
 * @param object its key in the object store
 * @param offset of the first byte
 * @param length bytes
 * @param firstRow number of the first record in its file, from 1
 * @param firstLine number of the first line in its file, from 1
 */
public record Claim(String object, long offset, long length, long firstRow, long firstLine) {}
