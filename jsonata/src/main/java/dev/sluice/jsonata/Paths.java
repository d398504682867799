package dev.sluice.jsonata;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Chooses how a location path runs: names alone, steps, or steps that carry bindings. */
final class Paths {
  private Paths() {}

  static Expr compile(Compiler compiler, Node path, Scope scope) {
    List<Node> steps = path.items;
    for (Node step : steps) {
      if (step.tuple) {
        return TuplePath.compile(compiler, path, scope);
      }
    }
    PathExpr.Step[] compiled = new PathExpr.Step[steps.size()];
    for (int i = 0; i < compiled.length; i++) {
      compiled[i] = step(compiler, steps.get(i), scope);
    }
    @Nullable Grouping group =
        path.group == null ? null : Grouping.compile(compiler, path.group, scope, null);
    boolean absolute = steps.get(0).kind == Node.Kind.VARIABLE;
    PathExpr general = new PathExpr(compiled, absolute, path.keepSingletonArray, group);
    return isFields(path) ? FieldPath.of(compiler, path, general, scope) : general;
  }

  private static boolean isFields(Node path) {
    if (path.group != null || path.keepSingletonArray) {
      return false;
    }
    for (int i = 0; i < path.items.size(); i++) {
      Node step = path.items.get(i);
      boolean head = i == 0 && step.kind == Node.Kind.VARIABLE && path.items.size() > 1;
      if ((!head && step.kind != Node.Kind.NAME)
          || step.stages != null
          || step.predicate != null
          || step.group != null
          || step.keepArray) {
        return false;
      }
    }
    return true;
  }

  private static PathExpr.Step step(Compiler compiler, Node node, Scope scope) {
    Filter[] stages =
        node.stages == null ? new Filter[0] : Filter.compile(compiler, node.stages, scope, null);
    if (node.kind == Node.Kind.SORT) {
      return new PathExpr.Step(
          new Compiler.Constant(Values.array()),
          Sorting.compile(compiler, node, scope, null),
          stages,
          false);
    }
    return new PathExpr.Step(compiler.compile(node, scope), null, stages, node.consArray);
  }
}
