package dev.sluice.jsonata;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Turns the parsed tree into the one that is compiled: location paths become lists of steps,
 * predicates, positions and parents move to the steps they belong to, tail calls are marked. After
 * {@code processAST} of jsonata-js 2.0.6.
 */
final class TreeShaper {
  private final Ancestry ancestry = new Ancestry();
  private final Deque<Set<String>> scopes = new ArrayDeque<>();
  private final PathShaper paths = new PathShaper(this::process, ancestry);
  private final Numbers numbers;

  private TreeShaper(Numbers numbers) {
    this.numbers = numbers;
  }

  static Node shape(Node parsed, Numbers numbers) {
    TreeShaper shaper = new TreeShaper(numbers);
    Set<String> top = new LinkedHashSet<>();
    shaper.scopes.push(top);
    Node tree = shaper.process(parsed);
    if (tree.kind == Node.Kind.PARENT || tree.seekingParent != null) {
      throw new Failure("S0217").at(tree.position).token("%");
    }
    Node root = Node.of(Node.Kind.BLOCK, "", tree.position);
    root.items.add(tree);
    root.declares = top;
    return root;
  }

  private Node process(Node node) {
    Node result =
        switch (node.kind) {
          case BINARY -> binary(node);
          case UNARY -> unary(node);
          case FUNCTION, PARTIAL -> call(node);
          case LAMBDA -> lambda(node);
          case CONDITION -> condition(node);
          case TRANSFORM -> transform(node);
          case BLOCK -> block(node);
          case NAME -> name(node);
          case PARENT -> {
            node.slot = ancestry.parent();
            yield node;
          }
          case STRING, NUMBER, VALUE, WILDCARD, DESCENDANT, VARIABLE, REGEX -> node;
          case OPERATOR -> operator(node);
          case END -> throw new Failure("S0207").at(node.position).token(node.value);
          case PATH, BIND, APPLY, SORT ->
              throw new Failure("S0206").at(node.position).token(node.value);
        };
    if (node.keepArray) {
      result.keepArray = true;
    }
    return result;
  }

  private static Node name(Node node) {
    Node path = PathShaper.path(node);
    path.keepSingletonArray = node.keepArray;
    return path;
  }

  private Node operator(Node node) {
    return switch (node.value) {
      case "and", "or", "in" -> {
        node.kind = Node.Kind.NAME;
        yield process(node);
      }
      case "?" -> node;
      default -> throw new Failure("S0201").at(node.position).token(node.value);
    };
  }

  private Node binary(Node node) {
    return switch (node.value) {
      case "." -> paths.step(node);
      case "[" -> paths.predicate(node);
      case "{" -> paths.group(node);
      case "^" -> paths.order(node);
      case ":=" -> {
        Node bind = Node.of(Node.Kind.BIND, node.lhs().value, node.position);
        scopes.element().add(bind.value);
        bind.rhs = process(node.rhs());
        Ancestry.push(bind, bind.rhs());
        yield bind;
      }
      case "@" -> paths.focus(node);
      case "#" -> paths.index(node);
      case "~>" -> {
        Node apply = Node.of(Node.Kind.APPLY, node.value, node.position);
        apply.lhs = process(node.lhs());
        apply.rhs = process(node.rhs());
        apply.keepArray = apply.lhs().keepArray || apply.rhs().keepArray;
        yield apply;
      }
      default -> {
        Node result = Node.of(Node.Kind.BINARY, node.value, node.position);
        result.lhs = process(node.lhs());
        result.rhs = process(node.rhs());
        Ancestry.push(result, result.lhs());
        Ancestry.push(result, result.rhs());
        yield result;
      }
    };
  }

  private Node unary(Node node) {
    Node result = Node.of(Node.Kind.UNARY, node.value, node.position);
    switch (node.value) {
      case "[" -> {
        for (Node item : node.items) {
          Node value = process(item);
          Ancestry.push(result, value);
          result.items.add(value);
        }
      }
      case "{" -> {
        for (Node.Pair pair : node.pairs) {
          Node key = process(pair.key());
          Ancestry.push(result, key);
          Node value = process(pair.value());
          Ancestry.push(result, value);
          result.pairs.add(new Node.Pair(key, value));
        }
      }
      default -> {
        Node operand = process(node.lhs());
        if (operand.kind == Node.Kind.NUMBER) {
          operand.literal = numbers.negate(Node.present(operand.literal));
          operand.value = "-" + operand.value;
          return operand;
        }
        result.lhs = operand;
        Ancestry.push(result, operand);
      }
    }
    return result;
  }

  private Node call(Node node) {
    Node result = Node.of(node.kind, node.value, node.position);
    for (Node argument : node.items) {
      Node value = process(argument);
      Ancestry.push(result, value);
      result.items.add(value);
    }
    result.lhs = process(node.lhs());
    return result;
  }

  private Node lambda(Node node) {
    Node result = Node.of(Node.Kind.LAMBDA, node.value, node.position);
    result.items = node.items;
    result.signature = node.signature;
    scopes.push(result.declares);
    result.rhs = TailCalls.mark(process(node.rhs()));
    scopes.pop();
    return result;
  }

  private Node condition(Node node) {
    Node result = Node.of(Node.Kind.CONDITION, node.value, node.position);
    result.lhs = process(node.lhs());
    Ancestry.push(result, result.lhs());
    result.rhs = process(node.rhs());
    Ancestry.push(result, result.rhs());
    if (node.third != null) {
      Node otherwise = process(node.third);
      result.third = otherwise;
      Ancestry.push(result, otherwise);
    }
    return result;
  }

  private Node transform(Node node) {
    Node result = Node.of(Node.Kind.TRANSFORM, node.value, node.position);
    result.lhs = process(node.lhs());
    result.rhs = process(node.rhs());
    if (node.third != null) {
      result.third = process(node.third);
    }
    return result;
  }

  private Node block(Node node) {
    Node result = Node.of(Node.Kind.BLOCK, node.value, node.position);
    scopes.push(result.declares);
    for (Node item : node.items) {
      Node part = process(item);
      Ancestry.push(result, part);
      if (part.consArray || (part.kind == Node.Kind.PATH && part.items.get(0).consArray)) {
        result.consArray = true;
      }
      result.items.add(part);
    }
    scopes.pop();
    return result;
  }
}
