package dev.sluice.asl.engine;

import dev.sluice.asl.intrinsic.IntrinsicException;
import dev.sluice.asl.model.Query;
import dev.sluice.asl.model.Reference;
import dev.sluice.asl.model.State;
import dev.sluice.asl.model.Template;
import dev.sluice.asl.path.InvalidPathException;
import dev.sluice.asl.path.PathNotFoundException;
import dev.sluice.jsonata.Jsonata;
import dev.sluice.jsonata.JsonataException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What an expression of a state can see, and its evaluation in either language. */
final class Scope {
  private final Execution execution;
  private final Frame frame;
  private final State state;
  private final JsonNode root;
  private final @Nullable JsonNode result;
  private final @Nullable JsonNode errorOutput;
  private final @Nullable JsonNode item;
  private @Nullable ObjectNode context;

  private Scope(
      Execution execution,
      Frame frame,
      JsonNode root,
      @Nullable JsonNode result,
      @Nullable JsonNode errorOutput,
      @Nullable JsonNode item) {
    this.execution = execution;
    this.frame = frame;
    this.state = frame.current();
    this.root = root;
    this.result = result;
    this.errorOutput = errorOutput;
    this.item = item;
  }

  /** {@code $} is the given document. */
  static Scope of(Execution execution, Frame frame, JsonNode root) {
    return new Scope(execution, frame, root, null, null, null);
  }

  static Scope result(Execution execution, Frame frame, JsonNode result) {
    return new Scope(execution, frame, result, result, null, null);
  }

  static Scope error(Execution execution, Frame frame, JsonNode errorOutput) {
    return new Scope(execution, frame, errorOutput, null, errorOutput, null);
  }

  static Scope item(Execution execution, Frame frame, JsonNode root, JsonNode item) {
    return new Scope(execution, frame, root, null, null, item);
  }

  JsonNode evaluate(Template template) {
    return switch (template) {
      case Template.Literal(JsonNode value) -> value;
      case Template.Path(String field, Reference reference) -> payload(field, reference);
      case Template.Expression(String field, Query query) -> query(field, query);
      case Template.Fields(var entries) -> {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (Template.Entry entry : entries) {
          object.set(entry.name(), evaluate(entry.value()));
        }
        yield object;
      }
      case Template.Elements(var elements) -> {
        ArrayNode array = JsonNodeFactory.instance.arrayNode(elements.size());
        for (Template element : elements) {
          array.add(evaluate(element));
        }
        yield array;
      }
    };
  }

  private JsonNode payload(String field, Reference reference) {
    refuseNothing(reference);
    if (reference.isInputRoot()) {
      return root;
    }
    try {
      return resolve(reference);
    } catch (PathNotFoundException e) {
      throw StateFailure.runtime(
          "The JSONPath '%s' specified for the field '%s' could not be found in the input '%s'"
              .formatted(reference.text(), field, root));
    } catch (InvalidPathException e) {
      throw StateFailure.runtime(
          "The JSONPath '%s' specified for the field '%s' is invalid: %s"
              .formatted(reference.text(), field, e.getMessage()));
    }
  }

  /**
   * AWS reads no path from null, not even the one that is all of it; InputPath's default is none.
   */
  private void refuseNothing(Reference reference) {
    if (reference.kind() == Reference.Kind.INPUT && root.isNull()) {
      throw StateFailure.runtime("Unable to apply Path transformation to null or empty input.");
    }
  }

  /** A path field such as InputPath; missing is worded as the path engine words it. */
  JsonNode path(Reference reference) {
    if (reference.isInputRoot()) {
      return root;
    }
    refuseNothing(reference);
    try {
      return resolve(reference);
    } catch (PathNotFoundException | InvalidPathException e) {
      throw StateFailure.runtime(
          "Invalid path '%s' : %s".formatted(reference.text(), e.getMessage()));
    }
  }

  /** The value, or null where there is none or the path does not fit what there is. */
  @Nullable JsonNode find(Reference reference) {
    try {
      return resolve(reference);
    } catch (PathNotFoundException | InvalidPathException e) {
      return null;
    }
  }

  private JsonNode resolve(Reference reference) {
    return switch (reference.kind()) {
      case INPUT -> reference.path().read(root);
      case CONTEXT -> reference.path().read(context());
      case VARIABLE -> reference.path().read(variable(reference));
      case INTRINSIC -> intrinsic(reference);
    };
  }

  private JsonNode variable(Reference reference) {
    JsonNode value = lookup(reference.variable());
    if (value == null) {
      throw new PathNotFoundException("Missing variable '" + reference.variable() + "'");
    }
    return value;
  }

  private @Nullable JsonNode lookup(String name) {
    for (Frame at = frame; at != null; at = at.isolated() ? null : at.parent) {
      JsonNode value = at.variables.get(name);
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  private JsonNode intrinsic(Reference call) {
    try {
      return call.intrinsic().evaluate(text -> argument(call, text), execution::random);
    } catch (IntrinsicException e) {
      throw StateFailure.state(
          Errors.INTRINSIC,
          "The function '%s' had the following error: %s".formatted(call.text(), e.getMessage()));
    }
  }

  private JsonNode argument(Reference call, String text) {
    try {
      return resolve(call.argument(text));
    } catch (PathNotFoundException | InvalidPathException e) {
      throw StateFailure.runtime(
          "The function '%s' had the following error: The JsonPath argument for the field '%s' could not be found in the input '%s'"
              .formatted(call.text(), text, root));
    }
  }

  private JsonNode query(String field, Query query) {
    Jsonata.Result outcome;
    try {
      outcome = query.compiled().run(null, variables(query));
    } catch (JsonataException e) {
      throw StateFailure.evaluation(
          field,
          "The JSONata expression '%s' specified for the field '%s' threw an error during evaluation. %s: %s"
              .formatted(query.source(), field, e.code(), e.getMessage()));
    }
    return switch (outcome) {
      case Jsonata.Result.Value(JsonNode node) -> node;
      case Jsonata.Result.Nothing() ->
          throw StateFailure.evaluation(
              field,
              "The JSONata expression '%s' specified for the field '%s' returned nothing (undefined)."
                  .formatted(query.source(), field));
      case Jsonata.Result.Function() ->
          throw StateFailure.evaluation(
              field,
              "The JSONata expression '%s' specified for the field '%s' returned an unsupported result type."
                  .formatted(query.source(), field));
    };
  }

  private Map<String, JsonNode> variables(Query query) {
    Map<String, JsonNode> all = new HashMap<>();
    for (Frame at = frame; at != null; at = at.isolated() ? null : at.parent) {
      at.variables.forEach(all::putIfAbsent);
    }
    ObjectNode states = JsonNodeFactory.instance.objectNode();
    states.set("input", frame.input);
    if (query.needsContext()) {
      states.set("context", context());
    }
    if (result != null) {
      states.set("result", result);
    }
    if (errorOutput != null) {
      states.set("errorOutput", errorOutput);
    }
    all.put("states", states);
    return all;
  }

  private ObjectNode context() {
    ObjectNode built = context;
    if (built == null) {
      built = ContextObject.of(execution, frame, state, item);
      context = built;
    }
    return built;
  }

  /** The value, refused where an expression gave another type than the field takes. */
  JsonNode typed(Template template, String expected) {
    JsonNode value = evaluate(template);
    if (template instanceof Template.Expression(String field, Query query)
        && !typeName(value).equals(expected)) {
      throw StateFailure.evaluation(
          field,
          "The JSONata expression '%s' specified for the field '%s' returned an unexpected result type. Expected '%s', but was '%s' for value: %s"
              .formatted(query.source(), field, expected, typeName(value), value));
    }
    return value;
  }

  static String typeName(JsonNode value) {
    return switch (value.getNodeType()) {
      case ARRAY -> "array";
      case OBJECT, POJO -> "object";
      case BOOLEAN -> "boolean";
      case NUMBER -> "number";
      case STRING, BINARY -> "string";
      case NULL, MISSING -> "null";
    };
  }
}
