package dev.sluice.asl.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Payload templates of both query languages. */
final class TemplateReader {

  private TemplateReader() {}

  /** The owner's field; {@code prefix} comes before its name in messages. */
  static @Nullable Template field(
      JsonNode owner, String field, String prefix, QueryLanguage language, String location) {
    JsonNode node = owner.get(field);
    return node == null ? null : read(node, prefix + field, language, location);
  }

  static Template read(JsonNode node, String field, QueryLanguage language, String location) {
    return language == QueryLanguage.JSONATA
        ? jsonata(node, field)
        : payload(node, location + "/" + field);
  }

  /** The text inside {@code {% %}}; null where the text is no expression. */
  static @Nullable String expression(String text) {
    return text.length() >= 4 && text.startsWith("{%") && text.endsWith("%}")
        ? text.substring(2, text.length() - 2).strip()
        : null;
  }

  private static Template jsonata(JsonNode node, String field) {
    return switch (node) {
      case ObjectNode object -> {
        List<Template.Entry> entries = new ArrayList<>(object.size());
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
          entries.add(
              new Template.Entry(
                  entry.getKey(), jsonata(entry.getValue(), field + "/" + entry.getKey())));
        }
        yield fold(new Template.Fields(entries), node);
      }
      case ArrayNode array -> {
        List<Template> elements = new ArrayList<>(array.size());
        for (int i = 0; i < array.size(); i++) {
          elements.add(jsonata(array.get(i), field + "[" + i + "]"));
        }
        yield fold(new Template.Elements(elements), node);
      }
      default -> {
        String source = node.isString() ? expression(node.asString()) : null;
        yield source == null
            ? new Template.Literal(node)
            : new Template.Expression(field, new Query(source));
      }
    };
  }

  private static Template payload(JsonNode node, String location) {
    return switch (node) {
      case ObjectNode object -> {
        List<Template.Entry> entries = new ArrayList<>(object.size());
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
          entries.add(payloadEntry(entry.getKey(), entry.getValue(), location));
        }
        yield fold(new Template.Fields(entries), node);
      }
      case ArrayNode array -> {
        List<Template> elements = new ArrayList<>(array.size());
        for (int i = 0; i < array.size(); i++) {
          elements.add(payload(array.get(i), location + "/" + i));
        }
        yield fold(new Template.Elements(elements), node);
      }
      default -> new Template.Literal(node);
    };
  }

  private static Template.Entry payloadEntry(String key, JsonNode value, String location) {
    if (!key.endsWith(".$")) {
      return new Template.Entry(key, payload(value, location + "/" + key));
    }
    if (!value.isString()) {
      throw new DefinitionException(
          "The value for the field '%s' must be a valid JSONPath or a valid intrinsic function call"
              .formatted(key),
          location + "/" + key);
    }
    return new Template.Entry(
        key.substring(0, key.length() - 2),
        new Template.Path(key, new Reference(value.asString())));
  }

  /** A template without anything to evaluate is its own value. */
  private static Template fold(Template template, JsonNode node) {
    boolean constant =
        switch (template) {
          case Template.Fields(List<Template.Entry> entries) ->
              entries.stream().allMatch(e -> e.value() instanceof Template.Literal);
          case Template.Elements(List<Template> elements) ->
              elements.stream().allMatch(e -> e instanceof Template.Literal);
          default -> false;
        };
    return constant ? new Template.Literal(node) : template;
  }
}
