package dev.sluice.sequence;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What has been seen of one sender's sequence.
 *
 * @param lowest the lowest number seen; those below it are not missing
 * @param highest the highest number seen
 * @param missing ranges between them that were never seen, at most {@link Counting#KEPT}, the
 *     newest
 * @param floor numbers up to this are judged no more, since older gaps were forgotten; null: none
 *     were
 * @param forgotten how many numbers were missing in forgotten gaps
 * @param repeated records whose number had been seen
 * @param late records that came after one with a higher number
 */
public record Numbers(
    long lowest,
    long highest,
    List<Range> missing,
    @Nullable Long floor,
    long forgotten,
    long repeated,
    long late) {

  public Numbers {
    missing = List.copyOf(missing);
  }

  /** How many numbers the listed gaps hold; the largest long where there are more. */
  public long missingCount() {
    return missing.stream().mapToLong(Range::count).reduce(0, Ranges::saturated);
  }
}
