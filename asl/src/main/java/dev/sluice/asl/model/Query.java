package dev.sluice.asl.model;

import dev.sluice.asl.jsonata.StatesFunctions;
import dev.sluice.jsonata.Jsonata;
import org.jspecify.annotations.Nullable;

/** A JSONata expression, compiled on first use. */
public final class Query {
  private final String source;
  private final boolean context;
  private volatile @Nullable Jsonata compiled;

  public Query(String source) {
    this.source = source;
    this.context =
        source.contains("context")
            || source.replaceAll("\\$states\\s*\\.\\s*[a-z]", "").contains("$states");
  }

  /** The text between the percent signs, without the space around it. */
  public String source() {
    return source;
  }

  /** Whether the expression may look at the context object. */
  public boolean needsContext() {
    return context;
  }

  /** Throws JsonataException where the text is no JSONata. */
  public Jsonata compiled() {
    Jsonata ready = compiled;
    if (ready == null) {
      ready = Jsonata.compile(source, StatesFunctions.OPTIONS);
      compiled = ready;
    }
    return ready;
  }
}
