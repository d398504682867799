package dev.sluice.jsonata;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The variables of a block, function or tuple stream, numbered at compile time. */
final class Scope {
  final @Nullable Scope parent;
  final List<String> names;

  Scope(@Nullable Scope parent, Collection<String> names) {
    this.parent = parent;
    this.names = new ArrayList<>(names);
  }

  int slot(String name) {
    return names.indexOf(name);
  }
}
