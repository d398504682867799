package dev.sluice.server.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.server.TestServer;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** N64-N69, L79-L81, E56, T28: rules and dashboard look at meters that there are. */
class DeployedChecksTest {
  private static final Path ROOT = Path.of(System.getProperty("sluice.root"));
  private static final Path PROMETHEUS = ROOT.resolve("deploy/prometheus");
  private static final Path RULES = PROMETHEUS.resolve("sluice-rules.yml");
  private static final Path UNIT_TESTS = PROMETHEUS.resolve("sluice-rules.test.yml");

  /** Prometheus makes these itself. */
  private static final Set<String> OF_PROMETHEUS = Set.of("up");

  private static JsonNode yaml(Path file) throws IOException {
    Object loaded = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
    return JsonMapper.shared().valueToTree(loaded);
  }

  private static List<JsonNode> rules() throws IOException {
    List<JsonNode> rules = new ArrayList<>();
    yaml(RULES)
        .path("groups")
        .values()
        .forEach(group -> rules.addAll(group.path("rules").values()));
    return rules;
  }

  private static Set<String> shown() {
    try (TestServer server =
        TestServer.start(false, "feed: queued\ndataset: orders\nlanding: queued\n")) {
      String order =
          """
          {"externalOrderId":"d1","partnerId":"D","sequenceNumber":1,"productId":"p",
           "customerId":"c","quantity":1,"unitPrice":1,"taxRate":0,"grossAmount":1,
           "taxAmount":0,"netAmount":1,"transactionTime":"2026-01-01T00:00:00Z"}\
          """;
      assertEquals(202, server.post("/api/feed/queued", order).status());
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      Set<String> names = Scrape.of(server).names();
      while (!names.contains("sluice_landing_delay_seconds_bucket")
          || !names.contains("jvm_gc_pause_seconds_sum")) {
        assertTrue(
            System.nanoTime() < deadline, "an order landed, or a collection, late: " + names);
        System.gc(); // its meter comes with the first
        TimeUnit.MILLISECONDS.sleep(50);
        names = Scrape.of(server).names();
      }
      return names;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Test
  void what_they_look_at_is_there() throws IOException {
    Set<String> wanted = new TreeSet<>();
    for (JsonNode rule : rules()) {
      wanted.addAll(PromQl.metrics(rule.path("expr").asString()));
    }
    JsonNode dashboard =
        JsonMapper.shared().readTree(Files.readString(ROOT.resolve("deploy/grafana/sluice.json")));
    for (JsonNode panel : dashboard.path("panels").values()) {
      for (JsonNode target : panel.path("targets").values()) {
        wanted.addAll(PromQl.metrics(target.path("expr").asString()));
      }
    }
    assertTrue(wanted.size() > 25, wanted.toString());
    wanted.removeAll(OF_PROMETHEUS);
    wanted.removeAll(shown());
    assertEquals(Set.of(), wanted);
  }

  @Test
  void the_dashboard_can_be_pointed_at_any_prometheus() throws IOException {
    String text = Files.readString(ROOT.resolve("deploy/grafana/sluice.json"));
    JsonNode dashboard = JsonMapper.shared().readTree(text);
    Set<Integer> ids = new TreeSet<>();
    for (JsonNode panel : dashboard.path("panels").values()) {
      assertTrue(ids.add(panel.path("id").asInt()), "id of " + panel.path("title"));
      assertFalse(panel.path("title").asString().isEmpty());
      if (!panel.path("type").asString().equals("row")) {
        assertEquals("${datasource}", panel.path("datasource").path("uid").asString());
        assertFalse(panel.path("targets").isEmpty(), panel.path("title").asString());
      }
    }
  }

  @Test
  void every_alarm_says_how_bad_it_is_who_hears_it_and_what_to_do() throws IOException {
    Set<String> routes = new TreeSet<>();
    yaml(PROMETHEUS.resolve("alertmanager.yml"))
        .path("receivers")
        .values()
        .forEach(receiver -> routes.add(receiver.path("name").asString()));
    String tests = Files.readString(UNIT_TESTS);
    for (JsonNode rule : rules()) {
      String name = rule.path("alert").asString();
      assertTrue(Set.of("page", "warn").contains(rule.at("/labels/severity").asString()), name);
      assertTrue(routes.contains(rule.at("/labels/route").asString()), name);
      assertFalse(rule.at("/annotations/summary").asString("").isEmpty(), name);
      assertFalse(rule.at("/annotations/action").asString("").isEmpty(), name);
      // Once where it fires, once where it does not.
      assertEquals(2, tests.split("alertname: " + name + "\\s", -1).length - 1, name);
    }
  }

  @Test
  void promtool_agrees_and_every_alarm_fires_when_it_should() throws Exception {
    Optional<Path> promtool = promtool();
    if (promtool.isEmpty()) {
      System.err.println(
          "*** NO PROMTOOL: the alert rules were NOT RUN. `.ci/install` fetches it. ***");
    }
    Assumptions.assumeTrue(promtool.isPresent(), "promtool is not here; .ci/install fetches it");
    succeeds(promtool.get(), "check", "rules", RULES);
    succeeds(promtool.get(), "test", "rules", UNIT_TESTS);
  }

  private static Optional<Path> promtool() {
    List<Path> folders = new ArrayList<>(List.of(ROOT.resolve(".sluice/tools")));
    Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .forEach(folder -> folders.add(Path.of(folder)));
    return folders.stream()
        .map(folder -> folder.resolve("promtool"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static void succeeds(Path promtool, String verb, String noun, Path file)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(promtool.toString(), verb, noun, file.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    assertTrue(said.contains("SUCCESS"), said);
  }
}
