/**
 * Live: whoever watches a topic is shown its current state, then each newer one. {@link
 * dev.sluice.live.Live} reads a topic only while somebody watches it, once for all who do, from the
 * {@link dev.sluice.live.SnapshotSource} that its feature brings; {@link dev.sluice.live.Broadcast}
 * tells every process what has changed. Messages are snapshots, not a log: one that was never sent
 * is not missed, and a slow reader must never hold the others.
 */
@NullMarked
package dev.sluice.live;

import org.jspecify.annotations.NullMarked;
