package dev.sluice.asl.path;

import java.util.List;
import java.util.stream.Collectors;

/** One step of a compiled path. */
sealed interface PathToken {

  /** Whether the step leads to one node at most. */
  boolean isDefinite();

  /** The step as messages spell it. */
  String fragment();

  record Root() implements PathToken {
    @Override
    public boolean isDefinite() {
      return true;
    }

    @Override
    public String fragment() {
      return "$";
    }
  }

  /** One name, or several that are gathered into one object. */
  record Property(List<String> names) implements PathToken {
    public Property {
      names = List.copyOf(names);
    }

    @Override
    public boolean isDefinite() {
      return true;
    }

    @Override
    public String fragment() {
      return names.stream()
          .map(name -> "'" + name + "'")
          .collect(Collectors.joining(", ", "[", "]"));
    }
  }

  record Wildcard() implements PathToken {
    @Override
    public boolean isDefinite() {
      return false;
    }

    @Override
    public String fragment() {
      return "[*]";
    }
  }

  record Scan() implements PathToken {
    @Override
    public boolean isDefinite() {
      return false;
    }

    @Override
    public String fragment() {
      return "..";
    }
  }

  record Predicate(Filter filter) implements PathToken {
    @Override
    public boolean isDefinite() {
      return false;
    }

    @Override
    public String fragment() {
      return "[?]";
    }
  }

  /** What the numbers of {@link Positions} mean. */
  enum Selection {
    SINGLE,
    SEQUENCE,
    FROM,
    TO,
    BETWEEN,
    FROM_END
  }

  /**
   * {@code [1]}, {@code [1,2]}, {@code [1:]}, {@code [:2]}, {@code [1:2]}, {@code [(@.length-1)]}.
   */
  record Positions(Selection selection, List<Integer> numbers) implements PathToken {
    public Positions {
      numbers = List.copyOf(numbers);
    }

    @Override
    public boolean isDefinite() {
      return selection == Selection.SINGLE || selection == Selection.FROM_END;
    }

    @Override
    public String fragment() {
      return switch (selection) {
        case SINGLE, SEQUENCE ->
            numbers.stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]"));
        case FROM -> "[" + numbers.get(0) + ":]";
        case TO -> "[:" + numbers.get(0) + "]";
        case BETWEEN -> "[" + numbers.get(0) + ":" + numbers.get(1) + "]";
        case FROM_END -> "[@.size()" + numbers.get(0) + "]";
      };
    }
  }
}
