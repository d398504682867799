/**
 * Files of records: what an upload is, where its records begin and end, and each of them as fields.
 *
 * <p>It starts at {@link dev.sluice.file.Intake}, which stores a file as sent, recognises it and
 * cuts it into {@link dev.sluice.file.Chunk}s in one pass; {@link dev.sluice.file.ChunkReader}
 * reads a chunk again, anywhere, and {@link dev.sluice.file.RowProcessor} makes typed records of
 * its rows. No file and no field of one is ever held in memory beyond stated limits, no value is
 * changed without saying so, and no message holds a value.
 */
@org.jspecify.annotations.NullMarked
package dev.sluice.file;
