package dev.sluice.record;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One schema object: the type, and what it asks of each type. A part that asks nothing is null.
 *
 * @param types bits of {@link Types}
 * @param every what holds for values of every type
 */
record TypedAcceptor(
    int types,
    @Nullable Acceptor every,
    @Nullable Acceptor string,
    @Nullable Acceptor number,
    @Nullable Acceptor array,
    @Nullable Acceptor object)
    implements Acceptor {

  @Override
  public boolean accepts(JsonNode value) {
    int type = Types.ofValue(value);
    if ((type & types) == 0) {
      return false;
    }
    @Nullable Acceptor one =
        switch (type) {
          case Types.STRING -> string;
          case Types.INTEGER, Types.FRACTION -> number;
          case Types.ARRAY -> array;
          case Types.OBJECT -> object;
          default -> null;
        };
    return (one == null || one.accepts(value)) && (every == null || every.accepts(value));
  }
}
