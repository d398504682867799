package dev.sluice.asl.engine;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The branches of a Parallel or the iterations of a Map, while they run. */
final class Children {
  /** One per branch or child; null where not finished, or failed within what is tolerated. */
  @Nullable JsonNode[] results = new JsonNode[0];

  /** Errors and causes of failed children of a distributed Map, by index. */
  @Nullable JsonNode[] failures = new JsonNode[0];

  /** What iterations are made from: items, or batches of them. */
  @Nullable JsonNode items;

  /** Whether ItemSelector was applied already, as batching does. */
  boolean selected;

  /** Items counted against {@link Held}. */
  int held;

  int next;
  int finished;

  /** Items, not children: a batch that failed counts as all that is in it. */
  int failed;

  int concurrency = Integer.MAX_VALUE;
  final List<Frame> active = new ArrayList<>();

  @Nullable String runArn;
  @Nullable String runName;
  long runStarted;
  long toleratedCount;
  double toleratedPercentage;

  void size(int total) {
    results = new JsonNode[total];
    failures = new JsonNode[total];
  }

  int total() {
    return results.length;
  }
}
