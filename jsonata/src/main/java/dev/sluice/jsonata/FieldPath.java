package dev.sluice.jsonata;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code a.b.c} or {@code $x.a.b}: goes straight down until it meets an array. */
final class FieldPath extends Expr {
  private final @Nullable Expr head;
  private final String[] names;
  private final PathExpr general;

  private FieldPath(@Nullable Expr head, String[] names, PathExpr general) {
    this.head = head;
    this.names = names;
    this.general = general;
  }

  static Expr of(Compiler compiler, Node path, PathExpr general, Scope scope) {
    Node first = path.items.get(0);
    boolean variable = first.kind == Node.Kind.VARIABLE;
    @Nullable Expr head = variable ? compiler.compile(first, scope) : null;
    String[] names =
        path.items.stream().skip(variable ? 1 : 0).map(step -> step.value).toArray(String[]::new);
    return new FieldPath(head, names, general);
  }

  @Override
  @Nullable JsonNode eval(@Nullable JsonNode input, Frame frame) {
    int skipped = 0;
    @Nullable JsonNode value = input;
    if (head != null) {
      value = head.eval(input, frame);
      skipped = 1;
      if (value instanceof ArrayNode array && Sequence.isCons(array)) {
        return Sequence.settle(general.eval(input, frame), false);
      }
    }
    for (int i = 0; i < names.length; i++) {
      if (value instanceof ObjectNode object) {
        value = object.get(names[i]);
      } else if (value instanceof ArrayNode array) {
        return array.isEmpty()
            ? null
            : Sequence.settle(general.from(i + skipped, array, frame), false);
      } else {
        return null;
      }
    }
    if (value instanceof Sequence s && s.sequence) {
      Sequence copy = new Sequence();
      copy.pushAll(s);
      return Sequence.settle(copy, false);
    }
    return value;
  }
}
