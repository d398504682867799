/**
 * Sequences: what each sender's numbers say about records that never came. A batch carries the
 * numbers it brought ({@link dev.sluice.sequence.Arrivals}); folding the batch into its run folds
 * them into the sender's state ({@link dev.sluice.sequence.Counting}) in the same transaction,
 * once. Accepting a record must never wait for any of this.
 */
@NullMarked
package dev.sluice.sequence;

import org.jspecify.annotations.NullMarked;
