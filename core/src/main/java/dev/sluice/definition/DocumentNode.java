package dev.sluice.definition;

import dev.sluice.limit.Rate;
import dev.sluice.record.ContentHash;
import dev.sluice.record.Spelling;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A cursor on a document's fields: asks for them by name and type, collects what is wrong instead
 * of throwing, and at the end ({@link #finish}) names the fields nobody asked for. What was wrong
 * reads as its default, so that reading goes on and finds the rest. For one thread.
 */
public final class DocumentNode {
  private final YamlNode.Fields node;
  private final Findings findings;
  private final int errorsBefore;
  private final Set<String> asked = new LinkedHashSet<>();

  DocumentNode(YamlNode.Fields node, Findings findings) {
    this.node = node;
    this.findings = findings;
    this.errorsBefore = findings.errors();
  }

  public Position at() {
    return node.at();
  }

  /** Of a field's value, or of the whole where it is absent. */
  public Position at(String name) {
    YamlNode.Field field = node.fields().get(name);
    return field == null ? node.at() : field.value().at();
  }

  public boolean has(String name) {
    return field(name) != null;
  }

  /** Whether anything was found wrong since this cursor was made. */
  public boolean hasErrors() {
    return findings.errors() > errorsBefore;
  }

  /** The document as JSON, comments and formatting gone. */
  public JsonNode json() {
    return node.json();
  }

  public String hash() {
    return ContentHash.of(node.json());
  }

  public void error(String name, String code, String message, String hint) {
    findings.error(at(name), code, message, hint);
  }

  public void error(Position at, String code, String message, String hint) {
    findings.error(at, code, message, hint);
  }

  public void warning(String name, String code, String message, String hint) {
    findings.note(at(name), Finding.Severity.WARNING, code, message, hint);
  }

  public void warning(Position at, String code, String message, String hint) {
    findings.note(at, Finding.Severity.WARNING, code, message, hint);
  }

  /**
   * A text, or null if the field is absent. A number or boolean written plainly is taken as its
   * text.
   */
  public @Nullable String text(String name) {
    @Nullable YamlNode value = field(name);
    if (value == null) {
      return null;
    }
    if (value instanceof YamlNode.Scalar scalar && !scalar.json().isNull()) {
      if (!scalar.text().isBlank()) {
        return scalar.text();
      }
      findings.error(value.at(), "value", "`" + name + "` is empty", "write a text");
      return null;
    }
    mistyped(name, value, "a text");
    return null;
  }

  public @Nullable String requiredText(String name) {
    require(name);
    return text(name);
  }

  /** One of a few words; the first is the default. */
  public String choice(String name, String... allowed) {
    @Nullable String text = text(name);
    if (text == null || List.of(allowed).contains(text)) {
      return text == null ? allowed[0] : text;
    }
    findings.error(
        at(name),
        "value",
        "`" + name + "` is " + quoted(text),
        didYouMean(text, List.of(allowed)).orElse("one of " + String.join(", ", allowed)));
    return allowed[0];
  }

  /** A list of texts; one text alone is a list of one. */
  public List<String> texts(String name) {
    @Nullable YamlNode value = field(name);
    return switch (value) {
      case null -> List.of();
      case YamlNode.Scalar scalar ->
          Optional.ofNullable(text(name)).map(List::of).orElse(List.of());
      case YamlNode.Items items -> {
        List<String> texts = new ArrayList<>();
        for (YamlNode item : items.items()) {
          if (item instanceof YamlNode.Scalar scalar && !scalar.text().isBlank()) {
            texts.add(scalar.text());
          } else {
            mistyped(name, item, "a list of texts");
          }
        }
        yield texts;
      }
      case YamlNode.Fields fields -> {
        mistyped(name, value, "a list of texts");
        yield List.of();
      }
    };
  }

  /** Of the nth text of {@link #texts}. */
  public Position at(String name, int index) {
    return node.fields().get(name) instanceof YamlNode.Field(Position nameAt, YamlNode value)
        ? YamlNode.follow(value, List.of(index)).at()
        : node.at();
  }

  /**
   * A place inside a text; where a quoted text's escapes hide it, where the text starts.
   *
   * @param offset characters from the start of the text; negative if it is not known
   */
  public Position within(String name, int offset) {
    return field(name) instanceof YamlNode.Scalar scalar && offset >= 0
        ? scalar.within(offset)
        : at(name);
  }

  public long integer(String name, long least, long most, long otherwise) {
    @Nullable YamlNode value = field(name);
    if (value == null) {
      return otherwise;
    }
    JsonNode json = value.json();
    if (!json.isIntegralNumber()) {
      mistyped(name, value, "an integer");
      return otherwise;
    }
    long number = json.canConvertToLong() ? json.longValue() : Long.MAX_VALUE;
    if (number < least || number > most) {
      findings.error(
          value.at(),
          "value",
          "`" + name + "` is " + YamlFile.shorten(json.toString()),
          "from " + least + " to " + most);
      return otherwise;
    }
    return number;
  }

  public boolean flag(String name, boolean otherwise) {
    @Nullable YamlNode value = field(name);
    if (value == null) {
      return otherwise;
    }
    if (value.json().isBoolean()) {
      return value.json().booleanValue();
    }
    mistyped(name, value, "true or false");
    return otherwise;
  }

  public Duration duration(String name, Duration otherwise) {
    return Optional.ofNullable(duration(name)).orElse(otherwise);
  }

  public @Nullable Duration duration(String name) {
    return parsed(name, Amounts::duration, "a duration such as 90d, 1h 30m, 30s or 500ms");
  }

  public @Nullable Rate rate(String name) {
    return parsed(name, Rate::parse, "a rate such as 1000/min or 50/s");
  }

  /** The fields of a nested object, or null if it is absent. */
  public @Nullable DocumentNode object(String name) {
    @Nullable YamlNode value = field(name);
    if (value instanceof YamlNode.Fields fields) {
      return new DocumentNode(fields, findings);
    }
    if (value != null) {
      mistyped(name, value, "an object");
    }
    return null;
  }

  /** Any value with its positions, or null if it is absent. */
  @Nullable YamlNode field(String name) {
    asked.add(name);
    YamlNode.Field field = node.fields().get(name);
    return field == null ? null : field.value();
  }

  public void require(String name) {
    if (field(name) == null) {
      findings.error(node.at(), "required", "`" + name + "` is missing", "add `" + name + ":`");
    }
  }

  /** Names every field that was not asked for. */
  public void finish() {
    node.fields()
        .forEach((name, field) -> {
          if (!asked.contains(name)) {
            findings.error(
                field.nameAt(),
                "unknown-field",
                "`" + YamlFile.shorten(name) + "` is not known here",
                didYouMean(name, asked).orElse("known are " + String.join(", ", asked)));
          }
        });
  }

  private <T> @Nullable T parsed(String name, Function<String, Optional<T>> parse, String what) {
    @Nullable String text = text(name);
    if (text == null) {
      return null;
    }
    Optional<T> value = parse.apply(text);
    if (value.isEmpty()) {
      findings.error(at(name), "value", "`" + name + "` is " + quoted(text), "write " + what);
    }
    return value.orElse(null);
  }

  private void mistyped(String name, YamlNode value, String wanted) {
    String found =
        switch (value) {
          case YamlNode.Fields fields -> "an object";
          case YamlNode.Items items -> "a list";
          case YamlNode.Scalar scalar -> scalar.json().isNull() ? "empty" : quoted(scalar.text());
        };
    findings.error(value.at(), "type", "`" + name + "` is " + found, "write " + wanted);
  }

  static Optional<String> didYouMean(String word, java.util.Collection<String> candidates) {
    return Spelling.nearest(word, candidates).map(near -> "did you mean `" + near + "`?");
  }

  static String quoted(String text) {
    return "`" + YamlFile.shorten(text) + "`";
  }
}
