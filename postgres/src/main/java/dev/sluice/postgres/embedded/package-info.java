/**
 * Runs the PostgreSQL that comes with Sluice: unpacks the binaries, creates the cluster, starts it,
 * keeps it running and stops it. Starts at {@link
 * dev.sluice.postgres.embedded.EmbeddedPostgres#start}. It must never serve with a setting that can
 * lose an acknowledged commit, and never signal a process that is not our postgres on our folder.
 */
@NullMarked
package dev.sluice.postgres.embedded;

import org.jspecify.annotations.NullMarked;
