package dev.sluice.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.server.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * {@code docs/quickstart.md}, run as it stands by bash and curl: it works, and leaves no route out.
 */
class QuickStartTest {
  private static final Path ROOT = Path.of(System.getProperty("sluice.root"));
  private static final Pattern BLOCK = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);
  private static final Pattern ANSWERED =
      Pattern.compile(
          "sluice_api_requests_total\\{method=\"(\\w+)\",route=\"([^\"]+)\",status=\"2\\d\\d\"}.*");

  /** Files of the page that the browser asks for by itself, and a stream, which has no latency. */
  private static final Set<String> NOT_COUNTED =
      Set.of(
          "GET /status/page.css", "GET /status/page.js", "GET /status/icon.svg", "GET /api/live");

  @TempDir private Path folder = Path.of("");

  @Test
  void every_command_works_and_every_route_is_in_it() throws IOException, InterruptedException {
    Path contacts = ROOT.resolve("examples/bigcorp/contacts.yaml");
    try (TestServer server = TestServer.start(false, Files.readString(contacts))) {
      Path script = Files.writeString(folder.resolve("quickstart.sh"), script(server.url()));
      Path output = folder.resolve("output");
      ProcessBuilder builder =
          new ProcessBuilder("bash", "-e", "-u", "-o", "pipefail", "-x", script.toString())
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      // Nothing of what curl does elsewhere on this machine.
      builder.environment().put("no_proxy", "*");
      builder.environment().put("CURL_HOME", folder.toString());
      Process bash = builder.start();
      assertTrue(bash.waitFor(10, TimeUnit.MINUTES), "it does not end");
      String said = Files.readString(output);
      assertEquals(0, bash.exitValue(), said.substring(Math.max(0, said.length() - 2_000)));
      Set<String> left = routes();
      Matcher answered = ANSWERED.matcher(server.get("/metrics").text());
      while (answered.find()) {
        left.remove(answered.group(1) + " " + answered.group(2));
      }
      left.removeAll(NOT_COUNTED);
      assertEquals(Set.of(), left);
    }
  }

  private static String script(String url) throws IOException {
    String text = Files.readString(ROOT.resolve("docs/quickstart.md"));
    StringBuilder script = new StringBuilder();
    Matcher block = BLOCK.matcher(text);
    while (block.find()) {
      script.append(block.group(1));
    }
    return script.toString().replaceFirst("S=http://127.0.0.1:8080", "S=" + url);
  }

  /** Those of the contract, which another test holds against those of the server. */
  private static Set<String> routes() throws IOException {
    Set<String> routes = new TreeSet<>();
    try (InputStream contract = QuickStartTest.class.getResourceAsStream("/openapi.yaml")) {
      assertTrue(contract != null);
      String text = new String(contract.readAllBytes(), StandardCharsets.UTF_8);
      var root = (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(text);
      ((Map<?, ?>) java.util.Objects.requireNonNull(root.get("paths")))
          .forEach((path, operations) -> {
            for (Object method : ((Map<?, ?>) operations).keySet()) {
              if (Set.of("get", "post", "put", "patch", "delete").contains(method)) {
                routes.add(method.toString().toUpperCase(java.util.Locale.ROOT) + " " + path);
              }
            }
          });
    }
    return routes;
  }
}
