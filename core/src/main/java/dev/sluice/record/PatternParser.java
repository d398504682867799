package dev.sluice.record;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Reads the regular expressions that schemas mostly have: literals, classes, groups, alternatives
 * and repetition of ASCII, with {@code ^} and {@code $} around the whole and nowhere else.
 */
final class PatternParser {
  private static final int MAX_DEPTH = 20;
  private static final PatternNode ANYTHING =
      new PatternNode.Repeat(new PatternNode.One(range(0, 127)), 0, -1);

  /** All but line ends, by the general way's notion of them. */
  private static final BitSet DOT = range(0, 127);

  static {
    var general = SchemaFormats.pattern("^.$");
    for (int c = 0; c < 128; c++) {
      DOT.set(c, general.find(Character.toString(c)));
    }
  }

  private final String pattern;
  private final int last;
  private int at;
  private int depth;

  private PatternParser(String pattern, int from, int last) {
    this.pattern = pattern;
    this.at = from;
    this.last = last;
  }

  /** Leaves the parser: there is something that is not common. */
  private static final class Uncommon extends RuntimeException {
    private static final long serialVersionUID = 1;

    Uncommon() {
      super("uncommon", null, false, false);
    }
  }

  /** A node for whole texts; empty if the pattern is not common. */
  static Optional<PatternNode> parse(String pattern) {
    boolean fromStart = pattern.startsWith("^");
    boolean toEnd = pattern.endsWith("$") && !pattern.endsWith("\\$");
    int from = fromStart ? 1 : 0;
    PatternParser parser =
        new PatternParser(pattern, from, Math.max(from, pattern.length() - (toEnd ? 1 : 0)));
    try {
      PatternNode node = parser.alternatives();
      // An anchor beside alternatives belongs to one of them only.
      if (parser.at < parser.last || ((fromStart || toEnd) && node instanceof PatternNode.Either)) {
        return Optional.empty();
      }
      List<PatternNode> parts = new ArrayList<>();
      parts.add(fromStart ? new PatternNode.Sequence(List.of()) : ANYTHING);
      parts.add(node);
      parts.add(toEnd ? new PatternNode.Sequence(List.of()) : ANYTHING);
      return Optional.of(new PatternNode.Sequence(parts));
    } catch (Uncommon e) {
      return Optional.empty();
    }
  }

  private boolean peek(char c) {
    return at < last && pattern.charAt(at) == c;
  }

  private char take() {
    if (at >= last) {
      throw new Uncommon();
    }
    return pattern.charAt(at++);
  }

  private PatternNode alternatives() {
    if (++depth > MAX_DEPTH) {
      throw new Uncommon();
    }
    List<PatternNode> ways = new ArrayList<>();
    ways.add(sequence());
    while (peek('|')) {
      at++;
      ways.add(sequence());
    }
    depth--;
    return ways.size() == 1 ? ways.getFirst() : new PatternNode.Either(ways);
  }

  private PatternNode sequence() {
    List<PatternNode> parts = new ArrayList<>();
    while (at < last && !peek('|') && !peek(')')) {
      parts.add(repeated(atom()));
    }
    return new PatternNode.Sequence(parts);
  }

  private PatternNode repeated(PatternNode atom) {
    PatternNode repeated =
        switch (at < last ? pattern.charAt(at) : '\0') {
          case '*' -> simple(atom, 0, -1);
          case '+' -> simple(atom, 1, -1);
          case '?' -> simple(atom, 0, 1);
          case '{' -> counted(atom);
          default -> atom;
        };
    // Whether as few or as many as possible are taken does not change what is found.
    if (peek('?')) {
      at++;
    }
    return repeated;
  }

  private PatternNode simple(PatternNode atom, int least, int most) {
    at++;
    return new PatternNode.Repeat(atom, least, most);
  }

  private PatternNode counted(PatternNode atom) {
    at++;
    int least = count();
    int most = least;
    if (peek(',')) {
      at++;
      most = peek('}') ? -1 : count();
    }
    if (take() != '}' || (most >= 0 && most < least)) {
      throw new Uncommon();
    }
    return new PatternNode.Repeat(atom, least, most);
  }

  private int count() {
    int from = at;
    int count = 0;
    while (at < last && at - from < 4 && pattern.charAt(at) >= '0' && pattern.charAt(at) <= '9') {
      count = count * 10 + pattern.charAt(at++) - '0';
    }
    if (at == from) {
      throw new Uncommon();
    }
    return count;
  }

  private PatternNode atom() {
    char c = take();
    return switch (c) {
      case '(' -> group();
      case '[' -> new PatternNode.One(bracketed());
      case '.' -> new PatternNode.One(DOT);
      case '\\' -> new PatternNode.One(escaped());
      case '^', '$', '*', '+', '?', '{', '}', ']', ')', '|' -> throw new Uncommon();
      default -> new PatternNode.One(literal(c));
    };
  }

  private PatternNode group() {
    if (peek('?')) {
      at++;
      if (take() != ':') {
        throw new Uncommon();
      }
    }
    PatternNode inside = alternatives();
    if (take() != ')') {
      throw new Uncommon();
    }
    return new PatternNode.Sequence(List.of(inside));
  }

  private static BitSet literal(char c) {
    if (c >= 128) {
      throw new Uncommon();
    }
    return range(c, c);
  }

  private BitSet escaped() {
    char c = take();
    return switch (c) {
      case 'd' -> range('0', '9');
      case 'D' -> without(range('0', '9'));
      case 'w' -> word();
      case 'W' -> without(word());
      case 't' -> range('\t', '\t');
      case 'n' -> range('\n', '\n');
      case 'r' -> range('\r', '\r');
      default -> {
        if (Character.isLetterOrDigit(c)) {
          throw new Uncommon();
        }
        yield literal(c);
      }
    };
  }

  private BitSet bracketed() {
    boolean negated = peek('^');
    at += negated ? 1 : 0;
    BitSet bytes = new BitSet();
    while (!peek(']')) {
      BitSet low = member();
      boolean ranged = peek('-') && at + 1 < last && pattern.charAt(at + 1) != ']';
      if (ranged) {
        at++;
        BitSet high = member();
        if (low.cardinality() != 1 || high.cardinality() != 1 || low.length() > high.length()) {
          throw new Uncommon();
        }
        low = range(low.nextSetBit(0), high.nextSetBit(0));
      }
      bytes.or(low);
    }
    at++;
    return negated ? without(bytes) : bytes;
  }

  private BitSet member() {
    char c = take();
    if (c == '[') {
      throw new Uncommon(); // some dialects nest classes
    }
    return c == '\\' ? escaped() : literal(c);
  }

  private static BitSet word() {
    BitSet word = range('a', 'z');
    word.or(range('A', 'Z'));
    word.or(range('0', '9'));
    word.set('_');
    return word;
  }

  private static BitSet range(int from, int to) {
    BitSet bytes = new BitSet();
    bytes.set(from, to + 1);
    return bytes;
  }

  private static BitSet without(BitSet some) {
    BitSet rest = range(0, 127);
    rest.andNot(some);
    return rest;
  }
}
