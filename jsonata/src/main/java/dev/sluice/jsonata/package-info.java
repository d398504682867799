/**
 * JSONata 2.0.6 compiled to closures over Jackson's tree. It starts at {@link
 * dev.sluice.jsonata.Jsonata#compile}. It must never throw anything but {@link
 * dev.sluice.jsonata.JsonataException}, and it depends on nothing else of Sluice.
 */
@org.jspecify.annotations.NullMarked
package dev.sluice.jsonata;
