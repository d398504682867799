/**
 * JSONPath in the dialect of AWS Step Functions, which is that of Jayway json-path 2.0.0, and the
 * narrower reference paths of the states language. It starts at {@link
 * dev.sluice.asl.path.JsonPath} and {@link dev.sluice.asl.path.ReferencePath}. It must never change
 * a tree it is given, overflow the stack, or run on without end on a hostile path.
 */
@org.jspecify.annotations.NullMarked
package dev.sluice.asl.path;
