package dev.sluice.definition;

import dev.sluice.record.RecordSchema;
import dev.sluice.record.Spelling;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Holds a schema against what its author probably meant: words and formats that are nearly known
 * ones, which JSON Schema passes over (so these are warnings), and what is required where it is not
 * allowed. Words that are near nothing are somebody's own.
 */
final class SchemaCheck {
  /** Words whose value is one schema. */
  private static final Set<String> ONE =
      Set.of(
          "items",
          "contains",
          "additionalProperties",
          "unevaluatedItems",
          "unevaluatedProperties",
          "propertyNames",
          "contentSchema",
          "additionalItems",
          "not",
          "if",
          "then",
          "else");

  /** Words whose value is a list of schemas. */
  private static final Set<String> LIST = Set.of("prefixItems", "allOf", "anyOf", "oneOf");

  /** Words whose value has schemas under names of its author's. */
  private static final Set<String> NAMED =
      Set.of("properties", "patternProperties", "dependentSchemas", "$defs", "definitions");

  /** Where a schema that nothing satisfies may be meant. */
  private static final Set<String> CONDITIONS = Set.of("not", "if", "then", "else");

  /** The others of JSON Schema; then those of its earlier drafts and of OpenAPI, and notes. */
  private static final Set<String> OTHERS =
      Set.of(
          ("$schema $id $ref $anchor $dynamicRef $dynamicAnchor $vocabulary $comment type enum"
               + " const multipleOf maximum exclusiveMaximum minimum exclusiveMinimum maxLength"
               + " minLength pattern maxItems minItems uniqueItems maxContains minContains"
               + " maxProperties minProperties required dependentRequired title description default"
               + " deprecated readOnly writeOnly examples format contentEncoding contentMediaType"
               + " id dependencies $recursiveRef $recursiveAnchor nullable discriminator xml"
               + " externalDocs example note notes name label unit units")
              .split(" "));

  private static final Set<String> WORDS = words();

  private final DocumentNode node;

  private SchemaCheck(DocumentNode node) {
    this.node = node;
  }

  private static Set<String> words() {
    Set<String> words = new TreeSet<>(OTHERS);
    words.addAll(ONE);
    words.addAll(LIST);
    words.addAll(NAMED);
    return words;
  }

  /**
   * Every place of a schema.
   *
   * @param columns whether its properties are all there may be
   */
  static void check(DocumentNode node, YamlNode schema, boolean columns) {
    SchemaCheck check = new SchemaCheck(node);
    if (columns && schema instanceof YamlNode.Fields fields && !isClosed(fields)) {
      check.required(fields);
    }
    check.schema(schema, false);
  }

  /** References to what is in no place of the schema's own. */
  static List<YamlNode.Scalar> remoteReferences(YamlNode schema) {
    List<YamlNode.Scalar> remote = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    collect(schema, remote, ids);
    remote.removeIf(reference -> ids.contains(reference.text().replaceFirst("#.*", "")));
    return remote;
  }

  private static void collect(YamlNode schema, List<YamlNode.Scalar> remote, Set<String> ids) {
    if (!(schema instanceof YamlNode.Fields(Position at, Map<String, YamlNode.Field> fields))) {
      return;
    }
    if (fields.get("$id") instanceof YamlNode.Field(Position idAt, YamlNode.Scalar id)) {
      ids.add(id.text());
    }
    YamlNode.Field reference = fields.get("$ref");
    if (reference != null
        && reference.value() instanceof YamlNode.Scalar scalar
        && !scalar.text().startsWith("#")
        && !scalar.text().startsWith("https://json-schema.org/")) {
      remote.add(scalar);
    }
    schemas(fields, (word, inner) -> collect(inner, remote, ids));
  }

  private static void schemas(
      Map<String, YamlNode.Field> fields, BiConsumer<String, YamlNode> each) {
    fields.forEach((word, field) -> {
      if (ONE.contains(word)) {
        each.accept(word, field.value());
      } else if (LIST.contains(word) && field.value() instanceof YamlNode.Items items) {
        items.items().forEach(item -> each.accept(word, item));
      } else if (NAMED.contains(word) && field.value() instanceof YamlNode.Fields named) {
        named.fields().values().forEach(one -> each.accept(word, one.value()));
      }
    });
  }

  private void schema(YamlNode schema, boolean condition) {
    if (!(schema instanceof YamlNode.Fields fields)) {
      return;
    }
    fields.fields().forEach(this::word);
    format(fields.fields().get("format"));
    if (!condition && isClosed(fields)) {
      required(fields);
    }
    schemas(
        fields.fields(), (word, inner) -> schema(inner, condition || CONDITIONS.contains(word)));
  }

  private void word(String word, YamlNode.Field field) {
    if (WORDS.contains(word) || word.startsWith("x-")) {
      return;
    }
    Optional<String> near = Spelling.nearest(word, WORDS).filter(known -> isMeant(word, known));
    near.ifPresent(known ->
        node.warning(
            field.nameAt(),
            "schema-word",
            DocumentNode.quoted(word) + " is no word of JSON Schema",
            "did you mean `" + known + "`?"));
  }

  /** {@code title_de} is a word beside {@code title}; {@code max_length} is {@code maxLength}. */
  private static boolean isMeant(String word, String known) {
    String letters = word.replaceAll("[^\\p{L}$]", "");
    return letters.length() == word.length() || letters.equalsIgnoreCase(known);
  }

  private void format(YamlNode.@Nullable Field field) {
    if (field != null
        && field.value() instanceof YamlNode.Scalar scalar
        && !RecordSchema.FORMATS.contains(scalar.text())) {
      DocumentNode.didYouMean(scalar.text(), RecordSchema.FORMATS)
          .ifPresent(meant ->
              node.warning(
                  scalar.at(),
                  "schema-format",
                  DocumentNode.quoted(scalar.text()) + " is no format",
                  meant));
    }
  }

  private static boolean isClosed(YamlNode.Fields schema) {
    YamlNode.Field more = schema.fields().get("additionalProperties");
    return more != null
        && more.value().json().isBoolean()
        && !more.value().json().booleanValue()
        && !schema.fields().containsKey("patternProperties");
  }

  private void required(YamlNode.Fields schema) {
    YamlNode.Field required = schema.fields().get("required");
    YamlNode.Field properties = schema.fields().get("properties");
    Set<String> known =
        properties != null && properties.value() instanceof YamlNode.Fields fields
            ? fields.fields().keySet()
            : Set.of();
    if (required == null || !(required.value() instanceof YamlNode.Items names)) {
      return;
    }
    for (YamlNode item : names.items()) {
      if (item instanceof YamlNode.Scalar name && !known.contains(name.text())) {
        node.error(
            name.at(),
            "required",
            DocumentNode.quoted(name.text())
                + " is required here and no property: nothing can be valid",
            DocumentNode.didYouMean(name.text(), known).orElse("add it to `properties`"));
      }
    }
  }
}
