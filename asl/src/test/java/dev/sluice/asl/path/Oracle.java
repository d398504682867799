package dev.sluice.asl.path;

import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.spi.json.JsonSmartJsonProvider;
import com.jayway.jsonpath.spi.mapper.JsonSmartMappingProvider;
import java.util.EnumSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a path comes to, in json-path 2.0.0 and in ours, in a form that can be compared. */
final class Oracle {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final JsonSmartJsonProvider PROVIDER = new JsonSmartJsonProvider();

  static {
    Configuration.setDefaults(
        new Configuration.Defaults() {
          @Override
          public com.jayway.jsonpath.spi.json.JsonProvider jsonProvider() {
            return PROVIDER;
          }

          @Override
          public com.jayway.jsonpath.spi.mapper.MappingProvider mappingProvider() {
            return new JsonSmartMappingProvider();
          }

          @Override
          public Set<com.jayway.jsonpath.Option> options() {
            return EnumSet.noneOf(com.jayway.jsonpath.Option.class);
          }
        });
  }

  private Oracle() {}

  static String theirs(String path, String json) {
    com.jayway.jsonpath.JsonPath compiled;
    try {
      compiled = com.jayway.jsonpath.JsonPath.compile(path);
    } catch (RuntimeException | AssertionError wrong) {
      return "no path";
    }
    try {
      Object value = compiled.read(PROVIDER.parse(json));
      String text =
          value == null || value instanceof Number || value instanceof Boolean
              ? String.valueOf(value)
              : value instanceof String string
                  ? MAPPER.writeValueAsString(string)
                  : PROVIDER.toJson(value);
      return compiled.isDefinite() + " " + MAPPER.readTree(text);
    } catch (com.jayway.jsonpath.PathNotFoundException missing) {
      return String.valueOf(missing.getMessage());
    } catch (com.jayway.jsonpath.InvalidPathException wrong) {
      return before(String.valueOf(wrong.getMessage()));
    } catch (NumberFormatException | ClassCastException | NullPointerException wrong) {
      return "no comparison";
    }
  }

  static String ours(String path, String json) {
    JsonPath compiled;
    try {
      compiled = JsonPath.compile(path);
    } catch (InvalidPathException wrong) {
      return "no path";
    }
    try {
      JsonNode value = compiled.read(MAPPER.readTree(json));
      return compiled.isDefinite() + " " + value;
    } catch (PathNotFoundException missing) {
      return String.valueOf(missing.getMessage());
    } catch (InvalidPathException wrong) {
      String message = String.valueOf(wrong.getMessage());
      boolean comparison = message.contains("can not be compared") || message.contains("=~ needs");
      return comparison ? "no comparison" : before(message);
    }
  }

  /** Without the value, which the oracle prints as Java prints its own collections. */
  private static String before(String message) {
    int context = message.indexOf("Current context is:");
    return context < 0 ? message : message.substring(0, context);
  }
}
