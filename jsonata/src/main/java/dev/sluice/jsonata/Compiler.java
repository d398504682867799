package dev.sluice.jsonata;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/**
 * From the syntax tree to closures. Variables become slots; what is constant is worked out here.
 */
final class Compiler {
  final Numbers numbers;
  final Map<String, FunctionValue> functions;

  Compiler(Numbers numbers, Map<String, FunctionValue> functions) {
    this.numbers = numbers;
    this.functions = functions;
  }

  /** A whole expression, and the scope its frame needs. */
  record Program(Expr expr, Scope scope) {}

  static Program compile(
      String source,
      Numbers numbers,
      Map<String, FunctionValue> functions,
      @Nullable Scope parent) {
    Node tree = TreeShaper.shape(Parser.parse(source, numbers), numbers);
    Scope scope = new Scope(parent, tree.declares);
    Compiler compiler = new Compiler(numbers, functions);
    return new Program(compiler.compile(tree.items.get(0), scope), scope);
  }

  Expr compile(Node node, Scope scope) {
    Expr expr = core(node, scope);
    if (node.predicate != null) {
      Scope tuples = null;
      if (node.tuple) {
        Set<String> names = new LinkedHashSet<>();
        TupleNames.collect(node, names);
        tuples = new Scope(scope, names);
      }
      expr = new Filter.Filtered(expr, Filter.compile(this, node.predicate, scope, tuples));
    }
    if (node.group != null && node.kind != Node.Kind.PATH) {
      expr = new Grouping.Grouped(expr, Grouping.compile(this, node.group, scope, null));
    }
    boolean sequences =
        switch (node.kind) {
          case FUNCTION, APPLY, WILDCARD, DESCENDANT, PATH, VARIABLE, PARENT -> true;
          case BINARY -> node.value.equals("..");
          default -> node.predicate != null || node.keepArray;
        };
    return sequences && !settles(expr, node) ? new Settled(expr, node.keepArray) : expr;
  }

  /** Some closures leave no loose sequence behind, so that the short ways stay short. */
  private static boolean settles(Expr expr, Node node) {
    return node.thunk
        || (!node.keepArray && (expr instanceof FieldPath || expr instanceof Variables.Local));
  }

  private Expr core(Node node, Scope scope) {
    return switch (node.kind) {
      case PATH -> Paths.compile(this, node, scope);
      case NAME -> new Fields.Field(node.value);
      case STRING, NUMBER, VALUE -> new Constant(Node.present(node.literal));
      case WILDCARD -> new Fields.Wildcard();
      case DESCENDANT -> new Fields.Descendants();
      case PARENT -> Variables.compile(this, node.slot().label, scope);
      case VARIABLE -> Variables.compile(this, node.value, scope);
      case REGEX -> new Constant(new RegexFunction(Node.present(node.regex)));
      case BINARY -> Operators.compile(this, node, scope);
      case UNARY -> unary(node, scope);
      case CONDITION ->
          new Blocks.Condition(
              compile(node.lhs(), scope),
              compile(node.rhs(), scope),
              node.third == null ? null : compile(node.third, scope));
      case BLOCK -> block(node, scope);
      case BIND -> Variables.assignment(this, node, scope);
      case FUNCTION -> Calls.compile(this, node, scope);
      case PARTIAL -> Calls.partial(this, node, scope);
      case LAMBDA -> lambda(node, scope);
      case APPLY -> Calls.chain(this, node, scope);
      case TRANSFORM -> new Transform(this, node, scope);
      case OPERATOR, END, SORT -> throw new Failure("S0206").at(node.position).token(node.value);
    };
  }

  private Expr unary(Node node, Scope scope) {
    return switch (node.value) {
      case "[" -> {
        Expr[] items = compileAll(node.items, scope);
        boolean[] nested = new boolean[items.length];
        for (int i = 0; i < items.length; i++) {
          nested[i] = node.items.get(i).isUnary("[");
        }
        yield new Constructors.Array(items, nested, node.consArray);
      }
      case "{" -> object(node, scope);
      default -> new Operators.Negate(compile(node.lhs(), scope), numbers, node.position);
    };
  }

  private Expr object(Node node, Scope scope) {
    Node.Group group = new Node.Group(node.pairs, node.position);
    Grouping general = Grouping.compile(this, group, scope, null);
    Set<String> names = new LinkedHashSet<>();
    List<Expr> values = new ArrayList<>();
    for (Node.Pair pair : node.pairs) {
      if (pair.key().kind != Node.Kind.STRING
          || pair.key().predicate != null
          || !names.add(pair.key().value)) {
        return new Constructors.Computed(general);
      }
      values.add(compile(pair.value(), scope));
    }
    return new Constructors.PlainObject(
        names.toArray(new String[0]), values.toArray(new Expr[0]), general);
  }

  private Expr block(Node node, Scope scope) {
    if (node.declares.isEmpty()) {
      Expr[] items = compileAll(node.items, scope);
      return items.length == 1 ? items[0] : new Blocks.Block(items, null);
    }
    Scope inner = new Scope(scope, node.declares);
    return new Blocks.Block(compileAll(node.items, inner), inner);
  }

  private Expr lambda(Node node, Scope scope) {
    Set<String> names = new LinkedHashSet<>();
    for (Node parameter : node.items) {
      names.add(parameter.value);
    }
    names.addAll(node.declares);
    Scope inner = new Scope(scope, names);
    int[] parameters = new int[node.items.size()];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = inner.slot(node.items.get(i).value);
    }
    return new Blocks.Lambda(
        new LambdaFunction.Code(parameters, node.signature, inner, compile(node.rhs(), inner)));
  }

  Expr[] compileAll(List<Node> nodes, Scope scope) {
    Expr[] all = new Expr[nodes.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = compile(nodes.get(i), scope);
    }
    return all;
  }

  /** A value known when compiled. */
  static final class Constant extends Expr {
    final JsonNode value;

    Constant(JsonNode value) {
      this.value = value;
    }

    boolean isString() {
      return value instanceof StringNode;
    }

    @Override
    JsonNode eval(@Nullable JsonNode input, Frame frame) {
      return value;
    }
  }

  /** Turns the sequence an expression leaves into the value it counts as. */
  static final class Settled extends Expr {
    private final Expr expr;
    private final boolean keepArray;

    Settled(Expr expr, boolean keepArray) {
      this.expr = expr;
      this.keepArray = keepArray;
    }

    @Override
    @Nullable JsonNode eval(@Nullable JsonNode input, Frame frame) {
      return Sequence.settle(expr.eval(input, frame), keepArray);
    }
  }
}
