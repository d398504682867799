package dev.sluice.record;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Properties of an object, asked for by name, so that nothing is made to walk over them. */
final class ObjectAcceptor implements Acceptor {
  private final String[] names;
  private final Acceptor[] values;
  private final boolean[] required;
  private final boolean closed;

  private ObjectAcceptor(Map<String, Acceptor> properties, Set<String> required, boolean closed) {
    this.names = properties.keySet().toArray(new String[0]);
    this.values = properties.values().toArray(new Acceptor[0]);
    this.required = new boolean[names.length];
    for (int i = 0; i < names.length; i++) {
      this.required[i] = required.contains(names[i]);
    }
    this.closed = closed;
  }

  @Override
  public boolean accepts(JsonNode object) {
    int found = 0;
    for (int i = 0; i < names.length; i++) {
      @Nullable JsonNode value = object.get(names[i]);
      if (value == null) {
        if (required[i]) {
          return false;
        }
      } else if (values[i].accepts(value)) {
        found++;
      } else {
        return false;
      }
    }
    return !closed || found == object.size();
  }

  /** What a schema asks, as it is read. */
  static final class Builder {
    private final Map<String, Acceptor> properties = new LinkedHashMap<>();
    private final Set<String> required = new LinkedHashSet<>();
    private boolean closed;
    private boolean any = true;

    void property(String name, Acceptor acceptor) {
      properties.put(name, acceptor);
      any = false;
    }

    boolean required(JsonNode names) {
      names.values().forEach(name -> required.add(name.asString("")));
      any = false;
      return names.isArray();
    }

    boolean additional(JsonNode value) {
      closed = value.isBoolean() && !value.booleanValue();
      any &= !closed;
      return value.isBoolean();
    }

    @Nullable Acceptor build() {
      if (any) {
        return null;
      }
      // A name that is required without being a property makes a closed object impossible.
      Map<String, Acceptor> known = new LinkedHashMap<>(properties);
      for (String name : required) {
        known.putIfAbsent(name, closed ? value -> false : Acceptor.ANYTHING);
      }
      return new ObjectAcceptor(known, required, closed);
    }
  }
}
