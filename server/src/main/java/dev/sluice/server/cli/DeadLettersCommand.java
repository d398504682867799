package dev.sluice.server.cli;

import dev.sluice.server.Mistake;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code sluice dead-letters}: what could not land, and having it replayed. */
@Command(
    name = "dead-letters",
    description = "Lists, shows and replays what could not land.",
    subcommands = {
      DeadLettersCommand.ListCommand.class,
      DeadLettersCommand.ShowCommand.class,
      ReplayCommand.class
    })
final class DeadLettersCommand implements Callable<Integer> {
  static final String PATH = "/api/dead-letters";

  @Override
  public Integer call() {
    throw new Mistake(
        "say what to do: `sluice dead-letters list`, `show` or `replay`; each has --help");
  }

  /** The body of an answer, or a mistake that says what is wrong. */
  static JsonNode body(Client client, Client.Answer answer) {
    JsonNode body = answer.body();
    if (answer.status() >= 300 || body == null) {
      throw new Mistake(client.base() + " answers " + answer.problem());
    }
    return body;
  }

  static Mistake unreachable(Client client) {
    return new Mistake("no server answers at " + client.base() + ": check --url");
  }

  static String text(JsonNode node, String name) {
    return node.path(name).asString("");
  }

  /** {@code list}: the newest first. */
  @Command(name = "list", description = "Lists dead letters, the newest first.")
  static final class ListCommand implements Callable<Integer> {
    @Mixin private Client client = new Client();
    @Mixin private LetterSelection selection = new LetterSelection();

    @Option(
        names = "--state",
        paramLabel = "STATE",
        description = "open unless given; replaying, resolved or all.")
    private String state = "open";

    @Option(names = "--limit", paramLabel = "N", description = "20 unless given, at most 500.")
    private int limit = 20;

    @Option(names = "--json", description = "Prints one letter a line as JSON.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
      Map<String, String> parameters = selection.filter();
      if (!state.equals("all")) {
        parameters.put("state", state);
      }
      parameters.put("limit", Integer.toString(limit));
      try {
        String path = PATH + "?" + LetterSelection.query(parameters);
        print(body(client, client.get(path)));
        return 0;
      } catch (IOException e) {
        throw unreachable(client);
      }
    }

    private void print(JsonNode page) {
      if (json) {
        page.path("items").values().forEach(System.out::println);
        return;
      }
      TextTable table =
          new TextTable("ID", "SINCE", "NAME", "STATE", "CODE", "FIELD", "RECORDS", "MESSAGE");
      for (JsonNode letter : page.path("items").values()) {
        JsonNode error = letter.path("errors").path(0);
        table.add(
            text(letter, "id"),
            text(letter, "createdAt"),
            text(letter, "name"),
            text(letter, "state"),
            text(letter, "code"),
            text(error, "field"),
            text(letter, "records"),
            text(error, "message"));
      }
      System.out.print(table);
      if (page.path("nextCursor").isString()) {
        System.err.println("there are more: narrow the list, or raise --limit");
      }
    }
  }

  /** {@code show}: all there is to know of one. */
  @Command(name = "show", description = "Shows a dead letter with its payload and its history.")
  static final class ShowCommand implements Callable<Integer> {
    @Mixin private Client client = new Client();

    @Parameters(paramLabel = "ID", description = "Of the dead letter.")
    private String id = "";

    @Option(names = "--json", description = "Prints it as JSON.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
      try {
        JsonNode letter = body(client, client.get(PATH + "/" + id));
        System.out.print(json ? letter + "\n" : shown(letter));
        return 0;
      } catch (IOException e) {
        throw unreachable(client);
      }
    }

    private static String shown(JsonNode letter) {
      StringBuilder text = new StringBuilder();
      line(text, "state", state(letter));
      line(text, "from", text(letter, "kind") + " " + text(letter, "name"));
      line(text, "since", text(letter, "createdAt"));
      line(text, "records", text(letter, "records"));
      errors(text, "error", letter.path("errors"));
      for (JsonNode one : letter.path("history").values()) {
        line(text, "replayed", text(one, "startedAt") + " " + text(one, "outcome"));
      }
      JsonNode validation = letter.path("validation");
      if (validation.isObject()) {
        line(text, "now", "a replay would come to " + text(validation, "outcome"));
        errors(text, "error now", validation.path("errors"));
      }
      line(
          text,
          letter.path("edited").asBoolean(false) ? "edited" : "payload",
          shownPayload(letter.path("payload")));
      return text.toString();
    }

    private static String state(JsonNode letter) {
      String how = text(letter, "resolution");
      String reason = text(letter, "reason");
      return text(letter, "state")
          + (how.isEmpty() ? "" : ", " + how + " " + text(letter, "resolvedAt"))
          + (reason.isEmpty() ? "" : ": " + reason);
    }

    private static void errors(StringBuilder text, String title, JsonNode errors) {
      for (JsonNode error : errors.values()) {
        String field = text(error, "field");
        line(
            text,
            title,
            text(error, "code")
                + (field.isEmpty() ? "" : " " + field)
                + ": "
                + text(error, "message")
                + " - "
                + text(error, "hint"));
      }
    }

    private static String shownPayload(JsonNode payload) {
      return payload.isString() ? payload.asString() : payload.toString();
    }

    private static void line(StringBuilder text, String title, @Nullable String value) {
      text.append(title).repeat(' ', Math.max(1, 11 - title.length())).append(value).append('\n');
    }
  }
}
