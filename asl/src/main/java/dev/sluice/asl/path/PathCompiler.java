package dev.sluice.asl.path;

import java.util.ArrayList;
import java.util.List;

/** Cuts a path into its steps the way json-path 2.0.0 does, without looking at quotes. */
final class PathCompiler {
  private static final int MAX_TOKENS = 1_000;

  /** Paths inside filters must be definite, so that more than two levels are wrong in any case. */
  private static final int MAX_NESTING = 3;

  private final String path;
  private final int nesting;
  private final List<PathToken> tokens = new ArrayList<>();
  private int at;

  private PathCompiler(String path, int nesting) {
    this.path = path;
    this.nesting = nesting;
  }

  static List<PathToken> compile(String text, int nesting) {
    String path = text.trim();
    if (path.isEmpty()) {
      throw new InvalidPathException("Path may not be null empty");
    }
    if (nesting > MAX_NESTING) {
      throw new InvalidPathException("the predicate path: " + text + " is not definite");
    }
    if (path.endsWith("..")) {
      throw new InvalidPathException("A path can not end with a scan.");
    }
    if (path.charAt(0) == '@') {
      path = "$" + path.substring(1);
    } else if (path.charAt(0) != '$') {
      path = "$." + path;
    }
    if (path.length() > 1 && path.charAt(1) != '.' && path.charAt(1) != '[') {
      throw new InvalidPathException("Invalid path " + path);
    }
    try {
      return new PathCompiler(path, nesting).tokens();
    } catch (IndexOutOfBoundsException endedEarly) {
      throw new InvalidPathException("Invalid path " + path + ": it ends too early");
    } catch (NumberFormatException noNumber) {
      throw new InvalidPathException("Invalid path " + path + ": " + noNumber.getMessage());
    }
  }

  private List<PathToken> tokens() {
    while (at < path.length()) {
      step();
      if (tokens.size() > MAX_TOKENS) {
        throw new InvalidPathException("A path can not have more than " + MAX_TOKENS + " steps");
      }
    }
    return tokens;
  }

  private void step() {
    switch (path.charAt(at)) {
      case ' ' -> throw new InvalidPathException("Space not allowed in path");
      case '$' -> {
        at++;
        tokens.add(new PathToken.Root());
      }
      case '*' -> {
        at++;
        tokens.add(new PathToken.Wildcard());
      }
      case '[' -> tokens.add(new Bracket(brackets(), nesting).token());
      case '.' -> {
        at++;
        if (path.charAt(at) == '.') {
          at++;
          tokens.add(new PathToken.Scan());
        } else {
          String name = name();
          if (name.equals("*")) {
            tokens.add(new PathToken.Wildcard());
          } else if (!name.isEmpty()) {
            tokens.add(property(name));
          }
        }
      }
      default -> tokens.add(property(name()));
    }
  }

  /** A bare name is read as if it stood in {@code ['...']}, so that a quote in it splits it. */
  private PathToken property(String name) {
    return name.indexOf('\'') < 0 && name.indexOf(']') < 0
        ? new PathToken.Property(List.of(name))
        : new Bracket("['" + name + "']", nesting).token();
  }

  private String name() {
    int start = at;
    while (at < path.length() && ".[ ".indexOf(path.charAt(at)) < 0) {
      at++;
    }
    return path.substring(start, at);
  }

  private String brackets() {
    int start = at++;
    int open = 1;
    while (at < path.length() && open > 0) {
      char c = path.charAt(at++);
      if (c == '[') {
        open++;
      } else if (c == ']') {
        open--;
      }
    }
    return path.substring(start, at);
  }
}
