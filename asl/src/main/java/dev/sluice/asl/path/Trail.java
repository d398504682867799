package dev.sluice.asl.path;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The way from the root to a node; spelt only where a message needs it. */
record Trail(@Nullable Trail parent, String segment) {
  static final Trail NONE = new Trail(null, "");
  static final Trail ROOT = new Trail(null, "$");

  Trail property(String name) {
    return new Trail(this, "['" + name + "']");
  }

  Trail index(int index) {
    return new Trail(this, "[" + index + "]");
  }

  @Override
  public String toString() {
    Deque<String> segments = new ArrayDeque<>();
    for (Trail trail = this; trail != null; trail = trail.parent) {
      segments.push(trail.segment);
    }
    return String.join("", segments);
  }
}
