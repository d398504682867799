package dev.sluice.record;

import dev.sluice.jsonata.JsonataException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Makes an {@link Acceptor} of a schema that uses only common keywords; of any other, none. The
 * property test beside it holds every acceptor against the validator.
 */
final class SchemaAcceptor {
  private static final int MAX_REFERENCES = 16;
  static final Set<String> ANNOTATIONS =
      Set.of(
          "title",
          "description",
          "default",
          "examples",
          "$comment",
          "$defs",
          "deprecated",
          "readOnly",
          "writeOnly");

  private final JsonNode root;

  private SchemaAcceptor(JsonNode root) {
    this.root = root;
  }

  /** A keyword is met for which there is no short way. */
  private static final class Uncommon extends RuntimeException {
    private static final long serialVersionUID = 1;

    Uncommon() {
      super("uncommon", null, false, false);
    }
  }

  static Optional<Acceptor> of(JsonNode schema) {
    try {
      return Optional.of(new SchemaAcceptor(schema).acceptor(schema, 0));
    } catch (Uncommon | JsonataException e) {
      return Optional.empty();
    }
  }

  private Acceptor acceptor(JsonNode schema, int references) {
    if (schema.isBoolean() && schema.booleanValue()) {
      return Acceptor.ANYTHING;
    }
    if (!schema.isObject()) {
      throw new Uncommon();
    }
    List<Acceptor> all = new ArrayList<>();
    int types = Types.ALL;
    StringAcceptor.Builder strings = new StringAcceptor.Builder();
    NumberAcceptor.Builder numbers = new NumberAcceptor.Builder();
    ArrayAcceptor.Builder arrays = new ArrayAcceptor.Builder();
    ObjectAcceptor.Builder objects = new ObjectAcceptor.Builder();
    for (Map.Entry<String, JsonNode> entry : schema.properties()) {
      JsonNode value = entry.getValue();
      boolean known =
          switch (entry.getKey()) {
            case "type" -> {
              types = Types.of(value);
              yield types != 0;
            }
            case "enum", "const" -> all.add(new ConstantAcceptor(entry.getKey(), value));
            case "minLength" -> (strings.minLength = count(value)) >= 0;
            case "maxLength" -> (strings.maxLength = count(value)) >= 0;
            case "pattern" -> strings.pattern(value);
            case "format" -> strings.format(value);
            case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf" ->
                numbers.bound(entry.getKey(), value);
            case "minItems" -> (arrays.minItems = count(value)) >= 0;
            case "maxItems" -> (arrays.maxItems = count(value)) >= 0;
            case "items" -> (arrays.items = acceptor(value, references)) != null;
            case "required" -> objects.required(value);
            case "properties" -> {
              for (Map.Entry<String, JsonNode> property : value.properties()) {
                objects.property(property.getKey(), acceptor(property.getValue(), references));
              }
              yield value.isObject();
            }
            case "additionalProperties" -> objects.additional(value);
            case "$ref" -> all.add(reference(value, references + 1));
            default -> ANNOTATIONS.contains(entry.getKey());
          };
      if (!known) {
        throw new Uncommon();
      }
    }
    @Nullable Acceptor other =
        switch (all.size()) {
          case 0 -> null;
          case 1 -> all.getFirst();
          default -> value -> all.stream().allMatch(one -> one.accepts(value));
        };
    return new TypedAcceptor(
        types, other, strings.build(), numbers.build(), arrays.build(), objects.build());
  }

  /** Only within this schema; what refers to itself is uncommon. */
  private Acceptor reference(JsonNode reference, int references) {
    String text = reference.asString("");
    boolean plain = text.startsWith("#/") && text.indexOf('%') < 0 && text.indexOf('~') < 0;
    if (!plain || references > MAX_REFERENCES) {
      throw new Uncommon();
    }
    JsonNode target = root.at(text.substring(1));
    if (target.isMissingNode()) {
      throw new Uncommon();
    }
    return acceptor(target, references);
  }

  private static int count(JsonNode value) {
    return value.isIntegralNumber() && value.canConvertToInt() ? value.intValue() : -1;
  }
}
