package dev.sluice.sequence;

import dev.sluice.dataset.SourceName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The numbers that one batch brought, by sender, in the order they came: {@code
 * {"PARTNER_A":"1..500,502"}}. A sender that only rejected records name is marked, {@code "?7..8"}:
 * they may name anybody. Not thread-safe.
 */
public final class Arrivals {
  /** Names are as long as a text may be: they were written when nothing shortened them. */
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNameLength(Integer.MAX_VALUE).build())
                  .build())
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .build();

  private static final String CLAIMED = "?";

  private final Map<String, Runs> senders = new LinkedHashMap<>();

  /** Numbers gathered while each is the one before plus one. */
  private static final class Runs {
    boolean claimed = true;
    final StringBuilder done = new StringBuilder();
    boolean open;
    long first;
    long last;

    void add(long number) {
      if (open && last != Long.MAX_VALUE && number == last + 1) {
        last = number;
        return;
      }
      close();
      open = true;
      first = number;
      last = number;
    }

    void close() {
      if (open) {
        done.append(done.isEmpty() ? "" : ",").append(first);
        if (last != first) {
          done.append("..").append(last);
        }
        open = false;
      }
    }
  }

  /**
   * What a batch brought of one sender.
   *
   * @param claimed only by rejected records
   */
  public record Of(List<Range> runs, boolean claimed) {}

  /**
   * Notes one record.
   *
   * @param number null: it has none, and only tells that its sender is there
   */
  public void add(String source, @Nullable Long number) {
    of(source, number).claimed = false;
  }

  /** Notes a rejected record: it counts for a sender that is known, and makes none known. */
  public void claim(String source, @Nullable Long number) {
    var _ = of(source, number);
  }

  private Runs of(String source, @Nullable Long number) {
    Runs runs = senders.computeIfAbsent(SourceName.of(source), _ -> new Runs());
    if (number != null) {
      runs.add(number);
    }
    return runs;
  }

  /** As it is kept with the batch, in ASCII; null where there is nothing to keep. */
  public @Nullable String text() {
    if (senders.isEmpty()) {
      return null;
    }
    ObjectNode text = JSON.createObjectNode();
    senders.forEach((source, runs) -> {
      runs.close();
      text.put(source, (runs.claimed ? CLAIMED : "") + runs.done);
    });
    return JSON.writeValueAsString(text);
  }

  /**
   * What {@link #text} wrote.
   *
   * @throws IllegalArgumentException for any other text
   */
  public static Map<String, Of> read(String text) {
    Map<String, Of> senders = new LinkedHashMap<>();
    try {
      for (Map.Entry<String, JsonNode> sender : JSON.readTree(text).properties()) {
        String runs = sender.getValue().asString();
        boolean claimed = runs.startsWith(CLAIMED);
        String numbers = claimed ? runs.substring(CLAIMED.length()) : runs;
        senders.put(sender.getKey(), new Of(ranges(numbers), claimed));
      }
    } catch (JacksonException e) {
      throw new IllegalArgumentException("no arrivals", e);
    }
    return senders;
  }

  private static List<Range> ranges(String text) {
    List<Range> ranges = new ArrayList<>();
    int from = 0;
    while (from < text.length()) {
      int comma = text.indexOf(',', from);
      int to = comma < 0 ? text.length() : comma;
      int dots = text.indexOf("..", from);
      boolean one = dots < 0 || dots > to;
      long first = Long.parseLong(text, from, one ? to : dots, 10);
      ranges.add(new Range(first, one ? first : Long.parseLong(text, dots + 2, to, 10)));
      from = to + 1;
    }
    return ranges;
  }
}
