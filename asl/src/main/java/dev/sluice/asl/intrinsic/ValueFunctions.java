package dev.sluice.asl.intrinsic;

import java.util.Random;
import java.util.UUID;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** The functions on objects and numbers, and States.UUID. */
final class ValueFunctions {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private ValueFunctions() {}

  /** Shallow: the second object's fields win. Deep merging is refused, as on AWS. */
  static JsonNode jsonMerge(Arguments arguments) {
    JsonNode first = arguments.object(0);
    JsonNode second = arguments.object(1);
    if (arguments.flag(2)) {
      throw new Arguments.WrongArgument("Step Functions supports only the shallow merging mode");
    }
    ObjectNode merged = JSON.objectNode();
    merged.setAll((ObjectNode) first);
    merged.setAll((ObjectNode) second);
    return merged;
  }

  /** From the start, included, to the end, excluded; a seed makes it repeatable. */
  static JsonNode mathRandom(Arguments arguments) {
    long start = arguments.whole(0);
    long end = arguments.whole(1);
    if (start >= end) {
      throw new Arguments.WrongArgument("The start number must be less than the end number");
    }
    RandomGenerator random =
        arguments.count() == 3 ? new Random(arguments.whole(2)) : arguments.random();
    return whole(random.nextLong(start, end));
  }

  static JsonNode mathAdd(Arguments arguments) {
    try {
      return whole(Math.addExact(arguments.whole(0), arguments.whole(1)));
    } catch (ArithmeticException overflow) {
      throw new Arguments.WrongArgument("The sum is out of range");
    }
  }

  static JsonNode uuid(Arguments arguments) {
    RandomGenerator random = arguments.random();
    long high = (random.nextLong() & ~0xF000L) | 0x4000L;
    long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return StringNode.valueOf(new UUID(high, low).toString());
  }

  /** An integer node of the width Jackson would parse. */
  static JsonNode whole(long value) {
    return value == (int) value ? JSON.numberNode((int) value) : JSON.numberNode(value);
  }
}
