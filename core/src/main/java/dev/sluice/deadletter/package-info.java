/**
 * What could not land: a record, or a whole batch with its count, with why and the original bytes.
 * A letter is written in the transaction that settles its batch and never lost; it has an identity,
 * so that a record resent is the letter that is there already (rule 1). {@link
 * dev.sluice.deadletter.Desk} has letters replayed: {@link dev.sluice.deadletter.Replays} claims
 * them for batches of a run of its own, which {@link dev.sluice.deadletter.ReplayHandler} lands. A
 * letter must never be resolved by anything but the transaction that landed its record, or by
 * somebody who gave a reason.
 */
@NullMarked
package dev.sluice.deadletter;

import org.jspecify.annotations.NullMarked;
