/**
 * The unit of work and its life: a {@link dev.sluice.run.Run} is one intake's work, a {@link
 * dev.sluice.run.Batch} its unit and queue entry. {@link dev.sluice.run.Acceptance} commits
 * concurrent requests together, {@link dev.sluice.run.Worker} leases and handles what is queued,
 * {@link dev.sluice.run.Books} count. Nothing here knows what a record looks like, and nothing here
 * may answer before its data is durable.
 */
@NullMarked
package dev.sluice.run;

import org.jspecify.annotations.NullMarked;
