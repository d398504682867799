package dev.sluice.jsonata;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads from the shaped tree what an expression gives, where that is certain. */
final class Outputs {
  private Outputs() {}

  /** What the whole expression gives. */
  static Output of(Node tree) {
    Node node = tree;
    while (node.kind == Node.Kind.BLOCK && isPlain(node) && !node.items.isEmpty()) {
      node = node.last();
    }
    if (node.group != null) {
      return new Output.Unknown();
    }
    if (node.isUnary("{")) {
      return isPlain(node) ? fields(node.pairs) : new Output.Unknown();
    }
    @Nullable String other = other(node);
    return other == null
        ? new Output.Unknown()
        : new Output.Other(other, node.value, node.position);
  }

  /** Names that one object is written with a second time, which fails with D1009. */
  static List<Output.Name> repeated(Node tree) {
    List<Output.Name> repeated = new ArrayList<>();
    collect(tree, repeated);
    return List.copyOf(repeated);
  }

  private static void collect(Node node, List<Output.Name> repeated) {
    repeated(node.pairs, repeated);
    if (node.group != null) {
      repeated(node.group.pairs(), repeated);
    }
    node.parts().forEach(part -> collect(part, repeated));
  }

  private static void repeated(List<Node.Pair> pairs, List<Output.Name> repeated) {
    Set<String> seen = new HashSet<>();
    for (Output.Name name : fields(pairs).names()) {
      if (!seen.add(name.name())) {
        repeated.add(name);
      }
    }
  }

  private static boolean isPlain(Node node) {
    return node.predicate == null && node.group == null && !node.keepArray && !node.tuple;
  }

  private static Output.Fields fields(List<Node.Pair> pairs) {
    List<Output.Name> names = new ArrayList<>();
    for (Node.Pair pair : pairs) {
      if (pair.key().kind == Node.Kind.STRING && isPlain(pair.key())) {
        names.add(new Output.Name(pair.key().value, pair.key().position));
      }
    }
    return new Output.Fields(names, names.size() == pairs.size());
  }

  private static @Nullable String other(Node node) {
    return switch (node.kind) {
      case STRING -> "a text";
      case NUMBER -> "a number";
      case VALUE -> "`" + node.value + "`";
      case REGEX, LAMBDA, TRANSFORM -> "a function";
      case UNARY -> node.value.equals("[") ? "an array" : "a number";
      case BINARY ->
          switch (node.value) {
            case "+", "-", "*", "/", "%" -> "a number";
            case "&" -> "a text";
            case "=", "!=", "<", "<=", ">", ">=", "in", "and", "or" -> "true or false";
            default -> null;
          };
      default -> null;
    };
  }
}
