package dev.sluice.definition;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Reads a file's YAML 1.2 documents within limits: its size, how deep it is nested, and how many
 * nodes it has once aliases are resolved (the "billion laughs").
 */
final class YamlFile {
  static final int MAX_CHARACTERS = 1 << 20;
  private static final int MAX_DEPTH = 64;
  private static final int MAX_NODES = 50_000;
  private static final LoadSettings SETTINGS =
      LoadSettings.builder()
          // Reported here, with both places.
          .setAllowDuplicateKeys(true)
          .setMaxAliasesForCollections(Integer.MAX_VALUE)
          .setCodePointLimit(MAX_CHARACTERS)
          .build();

  private final String file;
  private final List<String> lines;
  private final Findings findings;
  private int nodes;

  private YamlFile(String file, List<String> lines, Findings findings) {
    this.file = file;
    this.lines = lines;
    this.findings = findings;
  }

  /** The refusal of a whole file. */
  private static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;
    final transient Position at;

    Refused(Position at, String message) {
      super(message, null, false, false);
      this.at = at;
    }
  }

  /** Its documents; empty, with findings, where it cannot be read. Never throws. */
  static List<YamlNode> documents(String file, String text, Findings findings) {
    Position start = new Position(file, 1, 1);
    if (text.length() > MAX_CHARACTERS) {
      findings.error(start, "limit", "the file is longer than a million characters", "split it");
      return List.of();
    }
    YamlFile reader = new YamlFile(file, text.lines().toList(), findings);
    List<YamlNode> documents = new ArrayList<>();
    try {
      for (Node node : new Compose(SETTINGS).composeAllFromString(text)) {
        YamlNode document = reader.node(node, 0);
        if (!(document instanceof YamlNode.Scalar scalar && scalar.json().isNull())) {
          documents.add(document);
        }
      }
    } catch (MarkedYamlEngineException e) {
      Position at = e.getProblemMark().or(e::getContextMark).map(reader::position).orElse(start);
      findings.error(
          at,
          "yaml",
          "not YAML: " + (e.getProblem() == null ? e.getContext() : e.getProblem()),
          "check indentation, colons and quotes here and just above");
    } catch (YamlEngineException e) {
      findings.error(start, "yaml", "not YAML: " + firstLine(e), "");
    } catch (Refused e) {
      findings.error(e.at, "limit", String.valueOf(e.getMessage()), "");
    } catch (StackOverflowError e) {
      findings.error(start, "limit", "the file is nested too deeply", "");
    } catch (RuntimeException e) {
      // The parser must not be able to stop us, whatever it stumbles over.
      findings.error(start, "yaml", "not YAML: the parser failed", "");
    }
    return documents;
  }

  private static String firstLine(YamlEngineException e) {
    String message = String.valueOf(e.getMessage());
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }

  private Position position(Mark mark) {
    return new Position(file, mark.getLine() + 1, mark.getColumn() + 1);
  }

  private Position position(Optional<Mark> mark) {
    return mark.map(this::position).orElse(new Position(file, 1, 1));
  }

  private YamlNode node(Node node, int depth) {
    Position at = position(node.getStartMark());
    if (++nodes > MAX_NODES) {
      throw new Refused(at, "there are more than " + MAX_NODES + " values, aliases resolved");
    }
    if (depth > MAX_DEPTH) {
      throw new Refused(at, "values are nested deeper than " + MAX_DEPTH);
    }
    return switch (node) {
      case MappingNode mapping -> fields(mapping, at, depth);
      case SequenceNode sequence -> {
        List<YamlNode> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
          items.add(node(item, depth + 1));
        }
        yield new YamlNode.Items(at, items);
      }
      case ScalarNode scalar -> scalar(scalar, at);
      default -> throw new Refused(at, "this kind of YAML value is not supported");
    };
  }

  private YamlNode fields(MappingNode mapping, Position at, int depth) {
    Map<String, YamlNode.Field> fields = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      Position nameAt = position(tuple.getKeyNode().getStartMark());
      YamlNode value = node(tuple.getValueNode(), depth + 1);
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        findings.error(nameAt, "yaml", "a field's name must be a text", "");
        continue;
      }
      YamlNode.Field before = fields.putIfAbsent(key.getValue(), new YamlNode.Field(nameAt, value));
      if (before != null) {
        findings.error(
            nameAt,
            "duplicate-field",
            "`" + shorten(key.getValue()) + "` is here twice",
            "the first is in line " + before.nameAt().line());
      }
    }
    return new YamlNode.Fields(at, fields);
  }

  private YamlNode scalar(ScalarNode scalar, Position at) {
    return new YamlNode.Scalar(
        at,
        value(scalar, at),
        scalar.getValue(),
        new ScalarText(at, scalar.getValue(), scalar.getScalarStyle(), lines));
  }

  private JsonNode value(ScalarNode scalar, Position at) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    String text = scalar.getValue();
    Tag tag = scalar.getTag();
    if (tag.equals(Tag.NULL)) {
      return nodes.nullNode();
    }
    if (tag.equals(Tag.BOOL)) {
      return nodes.booleanNode(text.equals("true"));
    }
    if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
      return number(text, at);
    }
    return nodes.stringNode(wellFormed(text, at));
  }

  private JsonNode number(String text, Position at) {
    try {
      BigDecimal number = new BigDecimal(text.substring(0, Math.min(text.length(), 1_001)));
      // Rather long than absurd: 1e1000000000 must not be written out by anything.
      if (text.length() <= 1_000 && Math.abs((long) number.scale()) <= 400) {
        boolean integer = number.scale() == 0 && number.precision() <= 18;
        return integer
            ? JsonNodeFactory.instance.numberNode(number.longValueExact())
            : JsonNodeFactory.instance.numberNode(number);
      }
    } catch (NumberFormatException e) {
      // .inf and .nan, which JSON does not have.
    }
    findings.error(at, "number", "this number cannot be used: " + shorten(text), "");
    return JsonNodeFactory.instance.numberNode(0);
  }

  private String wellFormed(String text, Position at) {
    if (text.codePoints().anyMatch(c -> c >= 0xD800 && c <= 0xDFFF)) {
      findings.error(at, "encoding", "a text holds half of a surrogate pair", "");
      return "";
    }
    return text;
  }

  static String shorten(String text) {
    return text.length() <= 80 ? text : text.substring(0, 80) + "…";
  }
}
