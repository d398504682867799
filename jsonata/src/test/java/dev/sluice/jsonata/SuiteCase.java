package dev.sluice.jsonata;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A case of JSONata's official suite. */
record SuiteCase(JsonNode json) {
  static final JsonMapper MAPPER = new JsonMapper();

  static List<SuiteCase> read(Path file) throws IOException {
    List<SuiteCase> cases = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      if (!line.isBlank()) {
        cases.add(new SuiteCase(MAPPER.readTree(line)));
      }
    }
    return cases;
  }

  String name() {
    return json.get("name").asString();
  }

  String expression() {
    return json.get("expr").asString();
  }

  boolean expectsError() {
    return json.has("code");
  }

  /** Null where we agree; else what we said instead. */
  @Nullable String difference() {
    String wanted =
        expectsError()
            ? "code " + json.get("code").asString()
            : json.has("undefinedResult") ? "nothing" : json.get("result").toString();
    String got;
    try {
      @Nullable JsonNode result = evaluate();
      got = result == null ? "nothing" : result.toString();
      boolean agrees =
          !expectsError()
              && (result == null
                  ? json.has("undefinedResult")
                  : json.has("result") && same(json.get("result"), result, json.has("unordered")));
      if (agrees) {
        return null;
      }
    } catch (JsonataException e) {
      got = "code " + e.code();
      boolean token = !json.has("token") || json.get("token").asString().equals(e.token());
      if (wanted.equals(got) && token) {
        return null;
      }
      got += ": " + e.getMessage();
    }
    return "expected " + cut(wanted) + ", got " + cut(got);
  }

  private @Nullable JsonNode evaluate() {
    Map<String, JsonNode> bindings = new HashMap<>();
    json.get("bindings").forEachEntry(bindings::put);
    // the suite counts evaluator frames, of which a function call takes three
    int depth = json.has("depth") ? Math.max(1, json.get("depth").asInt() / 3) : 500;
    JsonataOptions options =
        JsonataOptions.defaults()
            .withMaxDepth(depth)
            .withTimeout(Duration.ofMillis(json.has("depth") && expectsError() ? 1000 : 30_000));
    return Jsonata.compile(expression(), options)
        .evaluate(json.get("has_data").asBoolean() ? json.get("data") : null, bindings);
  }

  static boolean same(JsonNode a, JsonNode b, boolean unordered) {
    if (a.isNumber() && b.isNumber()) {
      return a.doubleValue() == b.doubleValue();
    }
    if (a.isArray() && b.isArray()) {
      if (a.size() != b.size()) {
        return false;
      }
      List<JsonNode> left = new ArrayList<>(a.values());
      List<JsonNode> right = new ArrayList<>(b.values());
      if (unordered) {
        left.sort(Comparator.comparing(JsonNode::toString));
        right.sort(Comparator.comparing(JsonNode::toString));
      }
      for (int i = 0; i < left.size(); i++) {
        if (!same(left.get(i), right.get(i), unordered)) {
          return false;
        }
      }
      return true;
    }
    if (a.isObject() && b.isObject()) {
      return a.size() == b.size()
          && a.properties().stream()
              .allMatch(field ->
                  b.has(field.getKey())
                      && same(field.getValue(), b.get(field.getKey()), unordered));
    }
    return a.equals(b);
  }

  private static String cut(String text) {
    return text.length() > 200 ? text.substring(0, 197) + "..." : text;
  }
}
