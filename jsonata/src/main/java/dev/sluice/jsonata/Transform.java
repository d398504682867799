package dev.sluice.jsonata;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code |pattern|update,delete|}: a function that changes a copy of what it is given. */
final class Transform extends Expr {
  private static final Signature SIGNATURE = Signature.parse("<(oa):o>");
  private final Expr pattern;
  private final Expr update;
  private final @Nullable Expr delete;
  private final Expr clone;
  private final int position;
  private final int updatePosition;
  private final int deletePosition;

  Transform(Compiler compiler, Node node, Scope scope) {
    this.pattern = compiler.compile(node.lhs(), scope);
    this.update = compiler.compile(node.rhs(), scope);
    this.delete = node.third == null ? null : compiler.compile(node.third, scope);
    this.clone = Variables.compile(compiler, "clone", scope);
    this.position = node.position;
    this.updatePosition = node.rhs().position;
    this.deletePosition = node.third == null ? -1 : node.third.position;
  }

  @Override
  JsonNode eval(@Nullable JsonNode input, Frame frame) {
    return new NativeFunction(
        SIGNATURE, 1, (caller, arguments, context) -> transform(arguments[0], frame));
  }

  private @Nullable JsonNode transform(@Nullable JsonNode value, Frame frame) {
    if (value == null) {
      return null;
    }
    if (!(clone.eval(value, frame) instanceof FunctionValue copier)) {
      throw new Failure("T2013").at(position);
    }
    @Nullable JsonNode copy = copier.apply(new @Nullable JsonNode[] {value}, null, frame);
    @Nullable JsonNode found = pattern.eval(copy, frame);
    if (found == null) {
      return copy;
    }
    ArrayNode matches = Values.items(found);
    for (int i = 0; i < matches.size(); i++) {
      frame.run.tick();
      change(matches.get(i), frame);
    }
    return copy;
  }

  private void change(JsonNode match, Frame frame) {
    @Nullable JsonNode changes = update.eval(match, frame);
    if (changes != null) {
      if (!(changes instanceof ObjectNode fields)) {
        throw Failure.of("T2011", changes).at(updatePosition);
      }
      if (match instanceof ObjectNode target) {
        for (Map.Entry<String, JsonNode> field : fields.properties()) {
          Constructors.note(frame.run, field.getValue());
          target.set(field.getKey(), field.getValue());
        }
      }
    }
    if (delete == null) {
      return;
    }
    @Nullable JsonNode names = delete.eval(match, frame);
    if (names == null) {
      return;
    }
    ArrayNode deletions = Values.items(names);
    if (!Values.isStrings(deletions)) {
      throw Failure.of("T2012", names).at(deletePosition);
    }
    if (match instanceof ObjectNode target) {
      for (int i = 0; i < deletions.size(); i++) {
        target.remove(deletions.get(i).stringValue());
      }
    }
  }
}
