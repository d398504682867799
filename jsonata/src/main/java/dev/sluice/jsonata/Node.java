package dev.sluice.jsonata;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A node of the syntax tree. The language is defined by what its parser does to this tree after
 * parsing (steps gain predicates, parents, positions as later operators are met), so it is mutable
 * while {@link Parser} and {@link TreeShaper} work, and nobody sees it after {@link Compiler}.
 */
final class Node {
  enum Kind {
    NAME,
    VARIABLE,
    STRING,
    NUMBER,
    VALUE,
    REGEX,
    OPERATOR,
    END,
    BINARY,
    UNARY,
    PATH,
    WILDCARD,
    DESCENDANT,
    PARENT,
    FUNCTION,
    PARTIAL,
    LAMBDA,
    BLOCK,
    CONDITION,
    TRANSFORM,
    BIND,
    APPLY,
    SORT
  }

  /** Where a parent is to be found: so many levels up from the step that asks. */
  static final class Slot {
    String label;
    int level = 1;
    final int index;

    Slot(String label, int index) {
      this.label = label;
      this.index = index;
    }
  }

  record Pair(Node key, Node value) {}

  record Term(boolean descending, Node expression) {}

  record Group(List<Pair> pairs, int position) {}

  /** A filter, or, where {@code index} is given, the binding of positions to a variable. */
  record Stage(@Nullable Node filter, @Nullable String index, int position) {}

  Kind kind;
  final String id;
  String value;
  int position;
  int height = 1;
  @Nullable JsonNode literal;
  @Nullable Regex regex;

  @Nullable Node lhs;
  @Nullable Node rhs;
  @Nullable Node third;
  List<Node> items = new ArrayList<>();
  List<Pair> pairs = new ArrayList<>();
  List<Term> terms = new ArrayList<>();
  @Nullable Signature signature;
  @Nullable Slot slot;

  boolean keepArray;
  boolean keepSingletonArray;
  boolean consArray;
  boolean tuple;
  boolean thunk;
  @Nullable String focus;
  @Nullable String index;
  @Nullable Slot ancestor;
  @Nullable List<Stage> stages;
  @Nullable List<Stage> predicate;
  @Nullable Group group;
  @Nullable List<Slot> seekingParent;

  /** Variables assigned in this block, function or expression, not in those inside it. */
  Set<String> declares = new LinkedHashSet<>();

  Node(Kind kind, String id, String value, int position) {
    this.kind = kind;
    this.id = id;
    this.value = value;
    this.position = position;
  }

  static Node of(Kind kind, String value, int position) {
    return new Node(kind, "", value, position);
  }

  Node lhs() {
    return present(lhs);
  }

  Node rhs() {
    return present(rhs);
  }

  Slot slot() {
    return present(slot);
  }

  boolean isUnary(String operator) {
    return kind == Kind.UNARY && value.equals(operator);
  }

  Node last() {
    return items.get(items.size() - 1);
  }

  /** The nodes right under this one, of what is evaluated; a function's parameters are not. */
  List<Node> parts() {
    List<Node> parts = new ArrayList<>();
    for (@Nullable Node part : new @Nullable Node[] {lhs, rhs, third}) {
      if (part != null) {
        parts.add(part);
      }
    }
    if (kind != Kind.LAMBDA) {
      parts.addAll(items);
    }
    pairs(pairs, parts);
    terms.forEach(term -> parts.add(term.expression()));
    filters(predicate, parts);
    filters(stages, parts);
    if (group != null) {
      pairs(group.pairs(), parts);
    }
    return parts;
  }

  private static void pairs(List<Pair> pairs, List<Node> parts) {
    for (Pair pair : pairs) {
      parts.add(pair.key());
      parts.add(pair.value());
    }
  }

  private static void filters(@Nullable List<Stage> stages, List<Node> parts) {
    if (stages != null) {
      for (Stage stage : stages) {
        if (stage.filter() != null) {
          parts.add(stage.filter());
        }
      }
    }
  }

  static <T> T present(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("a part of the syntax tree is missing");
    }
    return part;
  }
}
