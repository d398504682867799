package dev.sluice.asl.path;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** One walk of a path over a document, with the order, quirks and errors of json-path 2.0.0. */
final class Evaluation {
  private final List<PathToken> tokens;
  private final JsonNode root;
  private final boolean requireProperties;
  private final Budget budget;
  private final List<JsonNode> found = new ArrayList<>();

  Evaluation(List<PathToken> tokens, JsonNode root, boolean requireProperties, Budget budget) {
    this.tokens = tokens;
    this.root = root;
    this.requireProperties = requireProperties;
    this.budget = budget;
  }

  List<JsonNode> run(JsonNode item) {
    step(0, Trail.NONE, item);
    return found;
  }

  static String fragments(List<PathToken> tokens, int from) {
    StringBuilder text = new StringBuilder();
    for (PathToken token : tokens.subList(from, tokens.size())) {
      text.append(token.fragment());
    }
    return text.toString();
  }

  private void step(int at, Trail trail, JsonNode model) {
    switch (tokens.get(at)) {
      case PathToken.Root() -> reached(at, Trail.ROOT, model);
      case PathToken.Property property -> property(at, property, trail, model);
      case PathToken.Wildcard() -> wildcard(at, trail, model);
      case PathToken.Positions positions -> positions(at, positions, trail, model);
      case PathToken.Predicate(Filter filter) -> predicate(at, filter, trail, model);
      case PathToken.Scan() -> scan(at + 1, trail, model);
    }
  }

  private void reached(int at, Trail trail, JsonNode value) {
    budget.spend();
    if (isLeaf(at)) {
      found.add(value);
    } else {
      step(at + 1, trail, value);
    }
  }

  private boolean isLeaf(int at) {
    return at == tokens.size() - 1;
  }

  private void property(int at, PathToken.Property property, Trail trail, JsonNode model) {
    if (!model.isObject()) {
      throw new PathNotFoundException(
          "Property " + property.fragment() + " not found in path " + trail);
    }
    if (property.names().size() == 1) {
      single(at, property.names().getFirst(), trail, model);
    } else {
      several(at, property, trail, model);
    }
  }

  private void single(int at, String name, Trail trail, JsonNode model) {
    Trail here = trail.property(name);
    JsonNode value = model.get(name);
    if (value != null) {
      reached(at, here, value);
    } else if (isLeaf(at)) {
      throw new PathNotFoundException("No results for path: " + here);
    } else if (definiteAround(at) || requireProperties) {
      throw new PathNotFoundException("Missing property in path " + here);
    }
  }

  /** json-path's isUpstreamDefinite: looks from the step before this one to the end of the path. */
  private boolean definiteAround(int at) {
    return tokens.subList(Math.max(0, at - 1), tokens.size()).stream()
        .allMatch(PathToken::isDefinite);
  }

  private void several(int at, PathToken.Property property, Trail trail, JsonNode model) {
    if (!isLeaf(at)) {
      throw new InvalidPathException(
          "Multi properties can only be used as path leafs: " + trail + property.fragment());
    }
    ObjectNode gathered = JsonNodeFactory.instance.objectNode();
    for (String name : property.names()) {
      JsonNode value = model.get(name);
      if (value != null) {
        gathered.set(name, value);
      } else if (requireProperties) {
        throw new PathNotFoundException("Missing property in path " + trail + property.fragment());
      }
    }
    found.add(gathered);
  }

  private void wildcard(int at, Trail trail, JsonNode model) {
    if (model.isObject()) {
      for (Map.Entry<String, JsonNode> entry : model.properties()) {
        reached(at, trail.property(entry.getKey()), entry.getValue());
      }
    } else if (model.isArray()) {
      for (int i = 0; i < model.size(); i++) {
        try {
          index(at, i, trail, model);
        } catch (PathNotFoundException missing) {
          if (requireProperties) {
            throw missing;
          }
        }
      }
    }
  }

  private void index(int at, int index, Trail trail, JsonNode array) {
    Trail here = trail.index(index);
    if (index < 0 || index >= array.size()) {
      throw new PathNotFoundException("Index out of bounds when evaluating path " + here);
    }
    reached(at, here, array.get(index));
  }

  private void positions(int at, PathToken.Positions positions, Trail trail, JsonNode model) {
    if (model.isNull()) {
      throw new PathNotFoundException("The path " + trail + " is null");
    }
    if (!model.isArray()) {
      throw new InvalidPathException(
          "Filter: %s can only be applied to arrays. Current context is: %s"
              .formatted(fragments(tokens, at), Values.text(model)));
    }
    int length = model.size();
    int first = positions.numbers().getFirst();
    switch (positions.selection()) {
      case SINGLE -> index(at, first, trail, model);
      case FROM_END -> index(at, length + first, trail, model);
      case SEQUENCE -> {
        for (int number : positions.numbers()) {
          index(at, number, trail, model);
        }
      }
      case FROM -> range(at, Math.max(0, first < 0 ? length + first : first), length, trail, model);
      case TO -> range(at, 0, Math.min(length, first < 0 ? length + first : first), trail, model);
      case BETWEEN -> range(at, first, Math.min(length, positions.numbers().get(1)), trail, model);
    }
  }

  private void range(int at, int from, int to, Trail trail, JsonNode array) {
    if (array.isEmpty()) {
      return;
    }
    for (int i = from; i < to; i++) {
      index(at, i, trail, array);
    }
  }

  private void predicate(int at, Filter filter, Trail trail, JsonNode model) {
    if (model.isObject()) {
      if (filter.accepts(model, root, budget)) {
        reached(at, trail, model);
      }
    } else if (model.isArray()) {
      for (int i = 0; i < model.size(); i++) {
        if (filter.accepts(model.get(i), root, budget)) {
          index(at, i, trail, model);
        }
      }
    } else {
      throw new InvalidPathException(
          "Filter: %s can not be applied to primitives. Current context is: %s"
              .formatted(fragments(tokens, at), Values.text(model)));
    }
  }

  /** A deep scan for the step at {@code target}, parents before children. */
  private void scan(int target, Trail trail, JsonNode model) {
    budget.spend();
    if (model.isObject()) {
      if (matches(target, model)) {
        step(target, trail, model);
      }
      for (Map.Entry<String, JsonNode> entry : model.properties()) {
        scan(target, trail.property(entry.getKey()), entry.getValue());
      }
    } else if (model.isArray()) {
      if (matches(target, model)) {
        array(target, trail, model);
      }
      for (int i = 0; i < model.size(); i++) {
        scan(target, trail.index(i), model.get(i));
      }
    }
  }

  /** In a scan json-path applies a step that is not the last to every element of an array. */
  private void array(int target, Trail trail, JsonNode array) {
    if (isLeaf(target)) {
      step(target, trail, array);
      return;
    }
    for (int i = 0; i < array.size(); i++) {
      step(target + 1, trail.index(i), array.get(i));
    }
  }

  private boolean matches(int target, JsonNode model) {
    return switch (tokens.get(target)) {
      case PathToken.Property(List<String> names) ->
          model.isObject() && names.stream().allMatch(model::has);
      case PathToken.Positions ignored -> model.isArray();
      case PathToken.Wildcard() -> true;
      case PathToken.Predicate(Filter filter) -> filter.accepts(model, root, budget);
      case PathToken.Scan(), PathToken.Root() -> false;
    };
  }
}
