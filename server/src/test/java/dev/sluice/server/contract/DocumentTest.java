package dev.sluice.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a good OpenAPI document has, found in ours. */
class DocumentTest {
  private static final Pattern ROUTE =
      Pattern.compile(
          "\\broutes\\s*\\.(get|post|put|delete|patch|sse|ws)\\(\\s*(\"/[^\"]*\"|[A-Z_]+)");
  private static final Document DOCUMENT = Document.THE;

  @Test
  void every_reference_leads_somewhere() {
    List<String> lost = new ArrayList<>();
    references(DOCUMENT.root(), lost);
    assertEquals(List.of(), lost);
    assertEquals("3.1.0", DOCUMENT.root().path("openapi").asString());
  }

  private static void references(JsonNode node, List<String> lost) {
    JsonNode reference = node.path("$ref");
    if (reference.isString()
        && (!reference.asString().startsWith("#/")
            || DOCUMENT.root().at(reference.asString().substring(1)).isMissingNode())) {
      lost.add(reference.asString());
    }
    node.values().forEach(inner -> references(inner, lost));
  }

  /** An object that says nothing of its members describes nothing. */
  @Test
  void every_object_says_what_is_in_it() {
    List<String> vague = new ArrayList<>();
    objects(DOCUMENT.root().path("components").path("schemas"), "schemas", vague);
    objects(DOCUMENT.root().path("paths"), "paths", vague);
    assertEquals(List.of(), vague);
  }

  private static void objects(JsonNode node, String where, List<String> vague) {
    boolean object = node.path("type").asString("").equals("object");
    boolean told = node.has("properties") || node.has("additionalProperties") || node.has("allOf");
    if (object && !told) {
      vague.add(where);
    }
    for (Map.Entry<String, JsonNode> inner : node.properties()) {
      objects(inner.getValue(), where + "/" + inner.getKey(), vague);
    }
    if (node.isArray()) {
      node.values().forEach(inner -> objects(inner, where + "/[]", vague));
    }
  }

  @Test
  void nothing_is_defined_that_nothing_refers_to() {
    Set<String> unused = new TreeSet<>();
    String text = DOCUMENT.root().toString();
    for (String kind : List.of("schemas", "parameters", "responses", "headers")) {
      for (String name : DOCUMENT.root().path("components").path(kind).propertyNames()) {
        String reference = "\"#/components/" + kind + "/" + name + "\"";
        if (!text.contains(reference)) {
          unused.add(reference);
        }
      }
    }
    assertEquals(Set.of(), unused);
  }

  /** A comma in a text without quotes begins another member. */
  @Test
  void every_tag_is_a_name_and_a_description() {
    for (JsonNode tag : DOCUMENT.root().path("tags").values()) {
      assertEquals(Set.of("name", "description"), Set.copyOf(tag.propertyNames()), tag.toString());
      assertTrue(tag.values().stream().allMatch(JsonNode::isString), tag.toString());
    }
  }

  @Test
  void every_operation_says_what_it_is_and_how_it_fails() {
    Set<String> ids = new HashSet<>();
    Set<String> tags = new HashSet<>();
    DOCUMENT.root().path("tags").values().forEach(tag -> tags.add(tag.path("name").asString()));
    for (Operation one : DOCUMENT.operations()) {
      assertTrue(one.id().matches("[a-z][A-Za-z0-9]+"), one + " needs an operationId");
      assertTrue(ids.add(one.id()), "twice: " + one);
      assertFalse(one.definition().path("summary").asString("").isEmpty(), one + " summary");
      assertTrue(one.success() > 0, one + " never succeeds");
      one.definition()
          .path("tags")
          .values()
          .forEach(tag -> assertTrue(tags.contains(tag.asString()), one + " tag " + tag));
      assertEquals(1, one.definition().path("tags").size(), one + " needs one tag");
      boolean open = one.definition().path("security").toString().equals("[{}]");
      assertTrue(open || one.response(401).isPresent(), one + " needs 401");
      for (Map.Entry<String, JsonNode> response : one.definition().path("responses").properties()) {
        described(one, response.getKey(), DOCUMENT.resolve(response.getValue()));
      }
    }
  }

  private static void described(Operation one, String status, JsonNode response) {
    String where = one + " " + status;
    assertTrue(status.matches("\\d\\d\\d"), where + ": one status each");
    assertFalse(response.path("description").asString("").isEmpty(), where + " description");
    boolean error = Integer.parseInt(status) >= 400;
    boolean health = one.path().startsWith("/health/");
    assertTrue(
        !error || health || response.path("content").has("application/problem+json"),
        where + " is not a problem");
    for (Map.Entry<String, JsonNode> media : response.path("content").properties()) {
      assertTrue(media.getValue().has("schema"), where + " " + media.getKey() + " schema");
    }
  }

  @Test
  void path_parameters_are_those_of_the_path() {
    for (Operation one : DOCUMENT.operations()) {
      Set<String> named = new TreeSet<>();
      Matcher inPath = Pattern.compile("\\{([^}]+)}").matcher(one.path());
      while (inPath.find()) {
        named.add(inPath.group(1));
      }
      Set<String> described = new TreeSet<>();
      for (JsonNode parameter : one.parameters()) {
        assertFalse(parameter.path("description").asString("").isEmpty(), one + " " + parameter);
        assertTrue(parameter.has("schema"), one + " " + parameter);
        if (parameter.path("in").asString("").equals("path")) {
          assertTrue(parameter.path("required").asBoolean(false), one + " " + parameter);
          described.add(parameter.path("name").asString());
        }
      }
      assertEquals(named, described, one.toString());
    }
  }

  @Test
  void every_route_of_the_server_is_in_the_document() throws IOException {
    Set<String> unknown = new TreeSet<>();
    int routes = 0;
    Path sources = Path.of(System.getProperty("sluice.root"), "server", "src", "main", "java");
    try (Stream<Path> files = Files.walk(sources)) {
      for (Path file : files.filter(one -> one.toString().endsWith(".java")).toList()) {
        String source = text(file);
        Matcher route = ROUTE.matcher(source);
        while (route.find()) {
          routes++;
          // A socket and a stream of events begin as a GET.
          String method = route.group(1).matches("sse|ws") ? "get" : route.group(1);
          String path = literal(route.group(2), source);
          if (!DOCUMENT.root().path("paths").path(path).has(method)) {
            unknown.add(method.toUpperCase(Locale.ROOT) + " " + path);
          }
        }
      }
    }
    assertEquals(Set.of(), unknown);
    assertTrue(routes > 20, "only " + routes + " routes were found");
  }

  /** What a string, or a constant of the same file, says. */
  private static String literal(String expression, String source) {
    if (expression.startsWith("\"")) {
      return expression.substring(1, expression.length() - 1);
    }
    Matcher constant =
        Pattern.compile("String " + expression + "\\s*=\\s*\"([^\"]*)\"").matcher(source);
    return constant.find() ? constant.group(1) : expression;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
