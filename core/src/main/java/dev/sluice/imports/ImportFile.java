package dev.sluice.imports;

import org.jspecify.annotations.Nullable;

/**
 * A file that was taken in.
 *
 * @param object key of the file as sent; null once retention took it away
 * @param readable key of what the chunks refer to: the same, or a copy
 * @param sha256 of the file as sent, hexadecimal
 * @param format how to read it, as its reader wrote it down
 * @param rows records in it
 * @param bytes of what the chunks refer to, a header not counted
 */
public record ImportFile(
    @Nullable String object,
    @Nullable String readable,
    String sha256,
    String format,
    long rows,
    long bytes) {}
