package dev.sluice.jsonata;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** Variables: the context, the input, the expression's own, the host's. */
final class Variables {
  private Variables() {}

  private record Place(int hops, int slot) {}

  static Expr compile(Compiler compiler, String name, Scope scope) {
    if (name.isEmpty()) {
      return new Context();
    }
    if (name.equals("$")) {
      return new Root();
    }
    List<Place> places = new ArrayList<>();
    int hops = 0;
    for (@Nullable Scope at = scope; at != null; at = at.parent) {
      int slot = at.slot(name);
      if (slot >= 0) {
        places.add(new Place(hops, slot));
      }
      hops++;
    }
    @Nullable Expr variable = null;
    for (Place place : places.reversed()) {
      variable = new Local(place.hops, place.slot, variable == null ? new Global(name) : variable);
    }
    return variable == null ? new Global(name) : variable;
  }

  /** True where no block or function around here has a variable of this name. */
  static boolean isGlobal(String name, Scope scope) {
    for (@Nullable Scope at = scope; at != null; at = at.parent) {
      if (at.slot(name) >= 0) {
        return false;
      }
    }
    return !name.isEmpty() && !name.equals("$");
  }

  static Expr assignment(Compiler compiler, Node node, Scope scope) {
    Expr value = compiler.compile(node.rhs(), scope);
    int hops = 0;
    for (@Nullable Scope at = scope; at != null; at = at.parent) {
      int slot = at.slot(node.value);
      if (slot >= 0) {
        return new Assignment(hops, slot, value);
      }
      hops++;
    }
    return value;
  }

  /** {@code $}. */
  static final class Context extends Expr {
    @Override
    @Nullable JsonNode eval(@Nullable JsonNode input, Frame frame) {
      return input instanceof Sequence s && s.outerWrapper ? s.get(0) : input;
    }
  }

  /** {@code $$}. */
  static final class Root extends Expr {
    @Override
    @Nullable JsonNode eval(@Nullable JsonNode input, Frame frame) {
      return frame.run.root;
    }
  }

  /** A variable of the expression; until it is assigned, the outer one of that name. */
  static final class Local extends Expr {
    private final int hops;
    private final int slot;
    private final Expr outer;

    Local(int hops, int slot, Expr outer) {
      this.hops = hops;
      this.slot = slot;
      this.outer = outer;
    }

    @Override
    @Nullable JsonNode eval(@Nullable JsonNode input, Frame frame) {
      @Nullable JsonNode value = frame.up(hops).slot(slot);
      if (value == null) {
        return outer.eval(input, frame);
      }
      return value instanceof MissingNode ? null : Sequence.settle(value, false);
    }
  }

  /** A variable or function of the host, or a built-in function. */
  static final class Global extends Expr {
    private final String name;

    Global(String name) {
      this.name = name;
    }

    @Override
    @Nullable JsonNode eval(@Nullable JsonNode input, Frame frame) {
      return frame.run.environment.global(frame.run, name);
    }
  }

  /** {@code $x := value}. */
  static final class Assignment extends Expr {
    private final int hops;
    private final int slot;
    private final Expr value;

    Assignment(int hops, int slot, Expr value) {
      this.hops = hops;
      this.slot = slot;
      this.value = value;
    }

    @Override
    @Nullable JsonNode eval(@Nullable JsonNode input, Frame frame) {
      @Nullable JsonNode result = value.eval(input, frame);
      frame.up(hops).bind(slot, result);
      return result;
    }
  }
}
