/**
 * What a distributed Map reads, batches and writes: CSV, JSON, JSON Lines, object listings,
 * manifests.
 */
@org.jspecify.annotations.NullMarked
package dev.sluice.asl.items;
