package dev.sluice.server.cli;

import static dev.sluice.server.cli.DeadLettersCommand.PATH;
import static dev.sluice.server.cli.DeadLettersCommand.text;

import dev.sluice.server.Mistake;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code sluice dead-letters replay}: some by their ids, or all that match; until all are done. */
@Command(
    name = "replay",
    description = "Replays dead letters by id, or all open ones that match; exit 0 if all landed.")
final class ReplayCommand implements Callable<Integer> {
  private static final JsonMapper JSON = new JsonMapper();
  private static final long LOOK_MILLIS = 200;

  @Mixin private Client client = new Client();
  @Mixin private LetterSelection selection = new LetterSelection();

  @Parameters(paramLabel = "ID", arity = "0..*", description = "Of dead letters.")
  private List<String> ids = List.of();

  @Option(names = "--all", description = "Replays every open letter, where nothing narrows it.")
  private boolean all;

  @Option(
      names = "--payload",
      paramLabel = "FILE",
      description = "Of one letter: replayed instead of what it holds.")
  private @Nullable Path payload;

  @Option(
      names = "--on-conflict",
      paramLabel = "WHAT",
      description = "reject, keep or overwrite; as the dataset says unless given.")
  private @Nullable String onConflict;

  @Option(names = "--dry-run", description = "Says how many match, and replays none.")
  private boolean dryRun;

  @Option(names = "--json", description = "Prints the server's answers as JSON, one a line.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    Map<String, String> filter = selection.filter();
    check(filter);
    try {
      return (ids.isEmpty() ? many(filter) : each()) ? 0 : 1;
    } catch (IOException e) {
      throw DeadLettersCommand.unreachable(client);
    }
  }

  private void check(Map<String, String> filter) {
    if (!ids.isEmpty() && (all || dryRun || !filter.isEmpty())) {
      throw new Mistake("give ids, or options that letters must match, not both");
    }
    if (ids.isEmpty() && filter.isEmpty() && !all) {
      throw new Mistake("say which: ids, options such as --code, or --all");
    }
    if (payload != null && ids.size() != 1) {
      throw new Mistake("--payload is for one letter: give one id");
    }
  }

  private boolean each() throws IOException, InterruptedException {
    boolean landed = true;
    for (String id : ids) {
      ObjectNode body = body();
      if (payload != null) {
        body.set("payload", payload(payload));
      }
      JsonNode answer = post(PATH + "/" + id + "/replay", body);
      String status = text(answer, "status");
      landed &= status.equals("stored") || status.equals("duplicate");
      if (json) {
        System.out.println(answer);
        continue;
      }
      String record = text(answer, "id");
      System.out.println(id + " " + status + (record.isEmpty() ? "" : " " + record));
      for (JsonNode error : answer.path("errors").values()) {
        System.err.println(
            id
                + ": "
                + text(error, "code")
                + " "
                + text(error, "field")
                + ": "
                + text(error, "message"));
      }
    }
    return landed;
  }

  private ObjectNode body() {
    ObjectNode body = JSON.createObjectNode();
    if (onConflict != null) {
      body.put("onConflict", onConflict);
    }
    return body;
  }

  /** As JSON where it is that, else as text. */
  private static JsonNode payload(Path file) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      try {
        return JSON.readTree(bytes);
      } catch (JacksonException e) {
        return JSON.getNodeFactory().stringNode(new String(bytes, StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new Mistake("cannot read " + file + ": check that it is there, and its rights");
    }
  }

  private JsonNode post(String path, ObjectNode body) throws IOException, InterruptedException {
    Map<String, String> headers =
        Map.of("Content-Type", "application/json", "Idempotency-Key", UUID.randomUUID().toString());
    byte[] bytes = JSON.writeValueAsBytes(body);
    return DeadLettersCommand.body(client, client.post(path, bytes, headers));
  }

  private boolean many(Map<String, String> filter) throws IOException, InterruptedException {
    ObjectNode body = body();
    ObjectNode only = body.putObject("filter");
    filter.forEach(only::put);
    body.put("dryRun", dryRun);
    JsonNode answer = post(PATH + "/replay", body);
    if (json) {
      System.out.println(answer);
    } else {
      String left = text(answer, "withoutDefinition");
      System.out.println(
          text(answer, "matched")
              + " match"
              + (left.equals("0") ? "" : "; " + left + " have no definition any more"));
    }
    boolean landed = true;
    for (JsonNode run : answer.path("runs").values()) {
      landed &= follow(run.asString());
    }
    return landed;
  }

  /** Returns whether all of the run's records landed, once it is over. */
  private boolean follow(String run) throws IOException, InterruptedException {
    while (true) {
      JsonNode now = DeadLettersCommand.body(client, client.get("/api/runs/" + run));
      JsonNode books = now.path("books");
      if (!text(now, "status").equals("running")) {
        System.out.println(json ? now.toString() : summary(now, books));
        return text(now, "status").equals("completed")
            && books.path("rejected").asLong(0) + books.path("dead").asLong(0) == 0;
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  private static String summary(JsonNode run, JsonNode books) {
    return "run "
        + text(run, "id")
        + " "
        + text(run, "status")
        + ": replayed "
        + text(books, "received")
        + ", stored "
        + text(books, "stored")
        + ", duplicate "
        + text(books, "duplicate")
        + ", failed again "
        + (books.path("rejected").asLong(0) + books.path("dead").asLong(0));
  }
}
