package dev.sluice.jsonata;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/** Calls: {@code $f(a)}, {@code $f(?, a)}, {@code a ~> $f}. */
final class Calls {
  private Calls() {}

  static Expr compile(Compiler compiler, Node node, Scope scope) {
    Call call = call(compiler, node, scope, false);
    if (!node.thunk) {
      return new Applied(call);
    }
    return call.builtin != null && call.builtin.isComplete(call.arguments.length)
        ? new Applied(call)
        : new Deferred(call);
  }

  private static Call call(Compiler compiler, Node node, Scope scope, boolean chained) {
    Node procedure = node.lhs();
    @Nullable NativeFunction builtin = null;
    if (procedure.kind == Node.Kind.VARIABLE
        && procedure.predicate == null
        && procedure.group == null
        && Variables.isGlobal(procedure.value, scope)
        && compiler.functions.get(procedure.value) instanceof NativeFunction function) {
      builtin = function;
    }
    return new Call(
        compiler.compile(procedure, scope),
        builtin,
        name(procedure),
        hint(procedure, compiler, scope),
        compiler.compileAll(node.items, scope),
        chained,
        node.position);
  }

  static Expr chain(Compiler compiler, Node node, Scope scope) {
    Expr left = compiler.compile(node.lhs(), scope);
    Node right = node.rhs();
    if (right.kind == Node.Kind.FUNCTION) {
      return new Chained(left, call(compiler, right, scope, true));
    }
    return new Composed(left, compiler.compile(right, scope), node.position);
  }

  static Expr partial(Compiler compiler, Node node, Scope scope) {
    Expr[] arguments = new Expr[node.items.size()];
    boolean[] open = new boolean[arguments.length];
    for (int i = 0; i < arguments.length; i++) {
      Node argument = node.items.get(i);
      open[i] = argument.kind == Node.Kind.OPERATOR && argument.value.equals("?");
      arguments[i] =
          open[i] ? new Compiler.Constant(Values.array()) : compiler.compile(argument, scope);
    }
    Node procedure = node.lhs();
    return new Partial(
        compiler.compile(procedure, scope),
        name(procedure),
        hint(procedure, compiler, scope),
        arguments,
        open,
        node.position);
  }

  /** Null where what is called has none, such as a function that is called where it stands. */
  private static @Nullable String name(Node procedure) {
    return switch (procedure.kind) {
      case PATH -> procedure.items.get(0).value;
      case LAMBDA, BLOCK -> null;
      default -> procedure.value;
    };
  }

  /** The variable that was meant where the dollar sign is missing. */
  private static @Nullable Expr hint(Node procedure, Compiler compiler, Scope scope) {
    return procedure.kind == Node.Kind.PATH
        ? Variables.compile(compiler, procedure.items.get(0).value, scope)
        : null;
  }

  /** A call's parts, evaluated in order: the function, then its arguments. */
  static final class Call {
    private final Expr procedure;
    final @Nullable NativeFunction builtin;
    private final @Nullable String name;
    private final @Nullable Expr hint;
    final Expr[] arguments;
    private final int first;
    private final int position;

    Call(
        Expr procedure,
        @Nullable NativeFunction builtin,
        @Nullable String name,
        @Nullable Expr hint,
        Expr[] arguments,
        boolean chained,
        int position) {
      this.procedure = procedure;
      this.builtin = builtin;
      this.name = name;
      this.hint = hint;
      this.arguments = arguments;
      this.first = chained ? 1 : 0;
      this.position = position;
    }

    private FunctionValue function(@Nullable JsonNode input, Frame frame) {
      if (builtin != null && !frame.run.hasVariables) {
        return builtin;
      }
      @Nullable JsonNode value = procedure.eval(input, frame);
      if (value instanceof FunctionValue function) {
        return function;
      }
      boolean forgotten =
          value == null && hint != null && hint.eval(input, frame) instanceof FunctionValue;
      throw new Failure(forgotten ? "T1005" : "T1006").at(position).token(name);
    }

    private @Nullable JsonNode[] arguments(
        @Nullable JsonNode left, @Nullable JsonNode input, Frame frame) {
      @Nullable JsonNode[] values = new @Nullable JsonNode[arguments.length + first];
      if (first == 1) {
        values[0] = left;
      }
      for (int i = 0; i < arguments.length; i++) {
        values[first + i] = arguments[i].eval(input, frame);
      }
      return values;
    }

    @Nullable JsonNode apply(@Nullable JsonNode left, @Nullable JsonNode input, Frame frame) {
      FunctionValue function = function(input, frame);
      @Nullable JsonNode[] values = arguments(left, input, frame);
      try {
        return function.apply(values, input, frame);
      } catch (Failure e) {
        throw e.at(position).token(name);
      }
    }

    @Nullable JsonNode invoke(@Nullable JsonNode input, Frame frame, @Nullable JsonNode context) {
      FunctionValue function = function(input, frame);
      @Nullable JsonNode[] values = arguments(null, input, frame);
      try {
        return function.invoke(values, context, frame);
      } catch (Failure e) {
        throw e.at(position).token(name);
      }
    }
  }

  private static final class Applied extends Expr {
    private final Call call;

    Applied(Call call) {
      this.call = call;
    }

    @Override
    @Nullable JsonNode eval(@Nullable JsonNode input, Frame frame) {
      return call.apply(null, input, frame);
    }
  }

  /** A call in tail position: left to whoever called the function it stands in. */
  private static final class Deferred extends Expr {
    private final Call call;

    Deferred(Call call) {
      this.call = call;
    }

    @Override
    JsonNode eval(@Nullable JsonNode input, Frame frame) {
      return new TailCall(call, input, frame);
    }
  }

  private static final class Chained extends Expr {
    private final Expr left;
    private final Call call;

    Chained(Expr left, Call call) {
      this.left = left;
      this.call = call;
    }

    @Override
    @Nullable JsonNode eval(@Nullable JsonNode input, Frame frame) {
      return call.apply(left.eval(input, frame), input, frame);
    }
  }

  /** {@code a ~> $f}: applies; {@code $f ~> $g}: composes. The context of these calls is null. */
  private static final class Composed extends Expr {
    private final Expr left;
    private final Expr right;
    private final int position;

    Composed(Expr left, Expr right, int position) {
      this.left = left;
      this.right = right;
      this.position = position;
    }

    @Override
    @Nullable JsonNode eval(@Nullable JsonNode input, Frame frame) {
      @Nullable JsonNode value = left.eval(input, frame);
      @Nullable JsonNode target = right.eval(input, frame);
      if (!(target instanceof FunctionValue second)) {
        throw Failure.of("T2006", target).at(position).token("~>");
      }
      if (value instanceof FunctionValue firstFunction) {
        return new NativeFunction(
            null,
            1,
            (caller, arguments, ignored) -> {
              JsonNode context = NullNode.getInstance();
              @Nullable JsonNode argument = arguments.length == 0 ? null : arguments[0];
              @Nullable JsonNode between =
                  Sequence.settle(
                      firstFunction.apply(new @Nullable JsonNode[] {argument}, context, caller),
                      false);
              return second.apply(new @Nullable JsonNode[] {between}, context, caller);
            });
      }
      try {
        return second.apply(new @Nullable JsonNode[] {value}, NullNode.getInstance(), frame);
      } catch (Failure e) {
        throw e.at(position).token("~>");
      }
    }
  }

  private static final class Partial extends Expr {
    private final Expr procedure;
    private final @Nullable String name;
    private final @Nullable Expr hint;
    private final Expr[] arguments;
    private final boolean[] open;
    private final int position;

    Partial(
        Expr procedure,
        @Nullable String name,
        @Nullable Expr hint,
        Expr[] arguments,
        boolean[] open,
        int position) {
      this.procedure = procedure;
      this.name = name;
      this.hint = hint;
      this.arguments = arguments;
      this.open = open;
      this.position = position;
    }

    @Override
    JsonNode eval(@Nullable JsonNode input, Frame frame) {
      @Nullable JsonNode[] given = new @Nullable JsonNode[arguments.length];
      for (int i = 0; i < given.length; i++) {
        given[i] = open[i] ? null : arguments[i].eval(input, frame);
      }
      @Nullable JsonNode value = procedure.eval(input, frame);
      if (value instanceof FunctionValue function) {
        return new PartialFunction(function, given, open);
      }
      boolean forgotten =
          value == null && hint != null && hint.eval(input, frame) instanceof FunctionValue;
      throw new Failure(forgotten ? "T1007" : "T1008").at(position).token(name);
    }
  }
}
