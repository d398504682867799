/**
 * Push intake: partners post records and wait for a verdict. {@link dev.sluice.feed.Feed} validates
 * and maps at the edge and commits concurrent requests together, directly into the dataset or into
 * the queue for {@link dev.sluice.feed.FeedHandler}. It must never answer before its commit has.
 */
@NullMarked
package dev.sluice.feed;

import org.jspecify.annotations.NullMarked;
