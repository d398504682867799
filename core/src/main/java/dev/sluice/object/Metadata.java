package dev.sluice.object;

import java.util.Map;

/** What every store agrees to keep beside an object. */
final class Metadata {
  private static final int MAX = 2_048;

  private Metadata() {}

  static Map<String, String> check(Map<String, String> metadata) {
    int size = 0;
    for (Map.Entry<String, String> entry : metadata.entrySet()) {
      check(entry.getKey());
      check(entry.getValue());
      size += entry.getKey().length() + entry.getValue().length();
    }
    if (size > MAX || metadata.containsKey("")) {
      throw new IllegalArgumentException("metadata has names, and " + MAX + " bytes at most");
    }
    return Map.copyOf(metadata);
  }

  private static void check(String text) {
    if (!text.chars().allMatch(c -> c >= 0x20 && c < 0x7F)) {
      throw new IllegalArgumentException("metadata is printable ASCII");
    }
  }
}
