package dev.sluice.asl.intrinsic;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** The functions, with the count of arguments each takes. */
enum IntrinsicFunction {
  FORMAT("Format", 1, Integer.MAX_VALUE, TextFunctions::format),
  STRING_TO_JSON("StringToJson", 1, 1, TextFunctions::stringToJson),
  JSON_TO_STRING("JsonToString", 1, 1, TextFunctions::jsonToString),
  ARRAY("Array", 0, Integer.MAX_VALUE, ArrayFunctions::array),
  ARRAY_PARTITION("ArrayPartition", 2, 2, ArrayFunctions::partition),
  ARRAY_CONTAINS("ArrayContains", 2, 2, ArrayFunctions::contains),
  ARRAY_RANGE("ArrayRange", 3, 3, ArrayFunctions::range),
  ARRAY_GET_ITEM("ArrayGetItem", 2, 2, ArrayFunctions::getItem),
  ARRAY_LENGTH("ArrayLength", 1, 1, ArrayFunctions::length),
  ARRAY_UNIQUE("ArrayUnique", 1, 1, ArrayFunctions::unique),
  BASE64_ENCODE("Base64Encode", 1, 1, TextFunctions::base64Encode),
  BASE64_DECODE("Base64Decode", 1, 1, TextFunctions::base64Decode),
  HASH("Hash", 2, 2, TextFunctions::hash),
  JSON_MERGE("JsonMerge", 3, 3, ValueFunctions::jsonMerge),
  MATH_RANDOM("MathRandom", 2, 3, ValueFunctions::mathRandom),
  MATH_ADD("MathAdd", 2, 2, ValueFunctions::mathAdd),
  STRING_SPLIT("StringSplit", 2, 2, TextFunctions::stringSplit),
  UUID("UUID", 0, 0, ValueFunctions::uuid);

  private static final Map<String, IntrinsicFunction> BY_NAME =
      Arrays.stream(values()).collect(Collectors.toMap(f -> "States." + f.label, f -> f));

  private final String label;
  private final int fewest;
  private final int most;

  @SuppressWarnings("ImmutableEnumChecker") // method references without state
  private final Function<Arguments, JsonNode> body;

  IntrinsicFunction(String label, int fewest, int most, Function<Arguments, JsonNode> body) {
    this.label = label;
    this.fewest = fewest;
    this.most = most;
    this.body = body;
  }

  static Optional<IntrinsicFunction> named(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  boolean accepts(int arguments) {
    return arguments >= fewest && arguments <= most;
  }

  /** Whether every argument must be a number, which is checked for literals when compiling. */
  boolean takesNumbers() {
    return this == MATH_ADD || this == MATH_RANDOM || this == ARRAY_RANGE;
  }

  JsonNode apply(Arguments arguments) {
    return body.apply(arguments);
  }
}
