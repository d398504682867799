package dev.sluice.jsonata;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds, for each {@code %}, the step whose input is the parent it means. */
final class Ancestry {
  private final List<Node.Slot> slots = new ArrayList<>();

  Node.Slot parent() {
    Node.Slot slot = new Node.Slot("!" + slots.size(), slots.size());
    slots.add(slot);
    return slot;
  }

  Node.Slot seek(Node node, Node.Slot start) {
    Node.Slot slot = start;
    switch (node.kind) {
      case NAME, WILDCARD -> {
        slot.level--;
        if (slot.level == 0) {
          if (node.ancestor != null) {
            slots.get(slot.index).label = node.ancestor.label;
          }
          node.ancestor = slot;
          node.tuple = true;
        }
      }
      case PARENT -> slot.level++;
      case BLOCK -> {
        if (!node.items.isEmpty()) {
          node.tuple = true;
          slot = seek(node.last(), slot);
        }
      }
      case PATH -> {
        node.tuple = true;
        int index = node.items.size() - 1;
        slot = seek(node.items.get(index--), slot);
        while (slot.level > 0 && index >= 0) {
          slot = seek(node.items.get(index--), slot);
        }
      }
      default ->
          throw new Failure("S0217")
              .at(node.position)
              .token(node.kind.name().toLowerCase(java.util.Locale.ROOT));
    }
    return slot;
  }

  static void push(Node result, Node value) {
    @Nullable List<Node.Slot> wanted = wanted(value);
    if (wanted == null) {
      return;
    }
    if (result.seekingParent == null) {
      result.seekingParent = wanted;
    } else {
      result.seekingParent.addAll(wanted);
    }
  }

  private static @Nullable List<Node.Slot> wanted(Node value) {
    List<Node.Slot> wanted = value.seekingParent;
    if (value.kind == Node.Kind.PARENT) {
      wanted = wanted == null ? new ArrayList<>() : wanted;
      wanted.add(value.slot());
    }
    return wanted;
  }

  void resolve(Node path) {
    @Nullable List<Node.Slot> wanted = wanted(path.last());
    if (wanted == null) {
      return;
    }
    for (int i = 0; i < wanted.size(); i++) {
      Node.Slot slot = wanted.get(i);
      int index = path.items.size() - 2;
      while (slot.level > 0) {
        if (index < 0) {
          if (path.seekingParent == null) {
            path.seekingParent = new ArrayList<>();
          }
          path.seekingParent.add(slot);
          break;
        }
        Node step = path.items.get(index--);
        while (index >= 0 && step.focus != null && path.items.get(index).focus != null) {
          step = path.items.get(index--);
        }
        slot = seek(step, slot);
      }
    }
  }
}
