/**
 * Amazon States Language: parse, validate, evaluate. Pure: no clock, I/O or threads of its own but
 * in the in-memory runner. Depends on {@code dev.sluice.jsonata} alone.
 */
@org.jspecify.annotations.NullMarked
package dev.sluice.asl;
