package dev.sluice.live;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What can be watched: {@code runs}, or {@code runs/ID}.
 *
 * @param prefix names its {@link SnapshotSource}
 * @param id one thing of it; null: the list
 */
public record Topic(String prefix, @Nullable String id) {
  private static final Pattern PREFIX = Pattern.compile("[a-z][a-z-]{0,30}");
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,100}");

  public Topic {
    if (!PREFIX.matcher(prefix).matches() || (id != null && !ID.matcher(id).matches())) {
      throw new IllegalArgumentException("no topic can be called so");
    }
  }

  public static Topic of(String prefix) {
    return new Topic(prefix, null);
  }

  public static Topic of(String prefix, Object id) {
    return new Topic(prefix, id.toString());
  }

  /** Empty where nothing can be called so. */
  public static Optional<Topic> parse(String text) {
    int slash = text.indexOf('/');
    String prefix = slash < 0 ? text : text.substring(0, slash);
    String id = slash < 0 ? null : text.substring(slash + 1);
    return PREFIX.matcher(prefix).matches() && (id == null || ID.matcher(id).matches())
        ? Optional.of(new Topic(prefix, id))
        : Optional.empty();
  }

  /** As it is written. */
  @Override
  public String toString() {
    return id == null ? prefix : prefix + "/" + id;
  }
}
