package dev.sluice.definition;

import dev.sluice.jsonata.InputPath;
import dev.sluice.jsonata.Jsonata;
import dev.sluice.jsonata.Output;
import dev.sluice.jsonata.Unbound;
import dev.sluice.record.Column;
import dev.sluice.record.JsonataMapping;
import dev.sluice.record.Mapping;
import dev.sluice.record.MappingException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Holds the field {@code map} of a document against what it reads, calls and gives: mistakes that
 * would show with every record. Where an expression leaves something open, nothing is said of it.
 */
final class MappingCheck {
  private static final List<String> IMPURE = List.of("$now(", "$millis(", "$random(", "$shuffle(");

  private final DocumentNode node;
  private final Jsonata expression;

  private MappingCheck(DocumentNode node, Jsonata expression) {
    this.node = node;
    this.expression = expression;
  }

  /** The mapping of a document; what is wrong with it alone is a finding at its place. */
  static Mapping read(DocumentNode node) {
    @Nullable String text = node.text("map");
    if (text == null) {
      return Mapping.IDENTITY;
    }
    for (String call : IMPURE) {
      if (text.contains(call)) {
        node.warning(
            "map",
            "impure-mapping",
            "`map` calls " + call + "): a resent record would map to another one and conflict",
            "leave the field out; the platform fills processedAt");
      }
    }
    try {
      JsonataMapping mapping = JsonataMapping.compile(text);
      new MappingCheck(node, mapping.expression()).alone();
      return mapping;
    } catch (MappingException e) {
      node.error(
          node.within("map", e.position()),
          "mapping",
          "`map` is not JSONata: " + e.code() + " " + e.getMessage(),
          "");
      return Mapping.IDENTITY;
    }
  }

  /** Names that the mapping looks up and no record of the sender's schema can have. */
  static void input(DocumentNode node, Mapping mapping, JsonNode schema) {
    if (mapping instanceof JsonataMapping jsonata) {
      new MappingCheck(node, jsonata.expression()).unmatched(schema);
    }
  }

  /**
   * Names that the mapping gives and the dataset has not, and those it owes the dataset. The server
   * starts all the same: such records are rejected and can be replayed once the mapping is right.
   */
  static void output(DocumentNode node, Mapping mapping, DatasetDefinition dataset) {
    if (mapping instanceof JsonataMapping jsonata
        && jsonata.expression().output() instanceof Output.Fields fields) {
      MappingCheck check = new MappingCheck(node, jsonata.expression());
      check.unknown(fields, dataset);
      check.missing(fields, dataset);
    }
  }

  private Position within(int offset) {
    return node.within("map", offset);
  }

  private void alone() {
    String text = expression.expression();
    expression.unbound().forEach(this::unbound);
    for (Output.Name name : expression.repeatedNames()) {
      node.error(
          within(name.start(text)),
          "duplicate-field",
          "`map` gives " + DocumentNode.quoted(name.name()) + " twice in one object",
          "leave one of them out");
    }
    if (expression.output() instanceof Output.Other other) {
      node.error(
          within(other.start(text)),
          "mapping",
          "`map` gives " + other.what() + ", and a record is an object",
          "write {\"column\": value, ...}");
    }
  }

  private void unbound(Unbound name) {
    String written = "$" + name.name();
    Set<String> functions =
        expression.functionNames().stream().map(one -> "$" + one).collect(Collectors.toSet());
    Position at = within(name.start(expression.expression()));
    Optional<String> meant = DocumentNode.didYouMean(written, functions);
    if (name.called()) {
      boolean bare = functions.contains(written);
      node.error(
          at,
          "unknown-function",
          "`map` calls "
              + DocumentNode.quoted(bare ? name.name() : written)
              + ", which is no function",
          meant.orElse("define it in the mapping, or call another"));
    } else {
      node.warning(
          at,
          "unknown-variable",
          "`map` reads " + DocumentNode.quoted(written) + ", which is nothing: it is set nowhere",
          meant.orElse("write a field's name without the sign, or set it with :="));
    }
  }

  private void unmatched(JsonNode schema) {
    String text = expression.expression();
    for (InputPath path : expression.inputPaths()) {
      Optional<UnmatchedPath> unmatched = UnmatchedPath.of(path, schema);
      if (unmatched.isPresent()) {
        InputPath.Step step = unmatched.get().step();
        node.warning(
            within(step.start(text)),
            "unmatched-path",
            "`map` reads "
                + DocumentNode.quoted(path.toString())
                + ", which no record of this schema has",
            DocumentNode.didYouMean(step.name(), unmatched.get().known())
                .orElse("add it to the schema, or leave it out"));
      }
    }
  }

  private void unknown(Output.Fields fields, DatasetDefinition dataset) {
    List<String> known = dataset.columns().columns().stream().map(Column::name).toList();
    for (Output.Name name : fields.names()) {
      if (!known.contains(name.name())) {
        node.warning(
            within(name.start(expression.expression())),
            "unknown-column",
            "`map` gives "
                + DocumentNode.quoted(name.name())
                + ", which dataset `"
                + dataset.name()
                + "` does not have",
            DocumentNode.didYouMean(name.name(), known)
                .orElse("add it to the dataset's schema, or leave it out"));
      }
    }
  }

  private void missing(Output.Fields fields, DatasetDefinition dataset) {
    if (!fields.complete()) {
      return;
    }
    Set<String> given = fields.names().stream().map(Output.Name::name).collect(Collectors.toSet());
    for (JsonNode required : dataset.columns().schema().path("required").values()) {
      String name = required.asString();
      boolean filled = dataset.columns().column(name).filter(Column::filledByPlatform).isPresent();
      if (!filled && !given.contains(name)) {
        node.warning(
            "map",
            "required",
            "`map` never gives "
                + DocumentNode.quoted(name)
                + ", which dataset `"
                + dataset.name()
                + "` requires",
            "add it to the object");
      }
    }
  }
}
