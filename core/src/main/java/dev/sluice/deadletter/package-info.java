/**
 * What could not land: a record, or a whole batch with its count, with why and the original bytes.
 * A letter is written in the transaction that settles its batch and never lost; it has an identity,
 * so that a record resent is the letter that is there already (rule 1).
 */
@NullMarked
package dev.sluice.deadletter;

import org.jspecify.annotations.NullMarked;
