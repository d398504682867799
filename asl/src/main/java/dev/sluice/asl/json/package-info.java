/** What is wrong with a JSON text, in words for whoever wrote it. Knows nothing of the language. */
@org.jspecify.annotations.NullMarked
package dev.sluice.asl.json;
