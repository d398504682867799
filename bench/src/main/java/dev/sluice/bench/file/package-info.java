/** What reading a file costs: boundaries, fields, records. */
@org.jspecify.annotations.NullMarked
package dev.sluice.bench.file;
