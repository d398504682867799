package dev.sluice.server.cli;

import dev.sluice.server.Mistake;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code sluice tenant}: who owns data. */
@Command(
    name = "tenant",
    description = "Makes, lists and changes tenants.",
    subcommands = {
      TenantCommand.CreateCommand.class,
      TenantCommand.ListCommand.class,
      TenantCommand.ChangeCommand.class
    })
final class TenantCommand implements Callable<Integer> {
  private static final String PATH = "/api/tenants";

  @Override
  public Integer call() {
    throw new Mistake("say what to do: `sluice tenant create`, `list` or `change`");
  }

  /** {@code create}: makes one. */
  @Command(name = "create", description = "Makes a tenant.")
  static final class CreateCommand implements Callable<Integer> {
    @Mixin private Client client = new Client();

    @Parameters(
        paramLabel = "ID",
        description = "As definitions name it: lower-case, such as acme.")
    private String id = "";

    @Option(names = "--name", paramLabel = "NAME", description = "For people; the id unless given.")
    private @Nullable String name;

    @Option(
        names = "--rate-limit",
        paramLabel = "RATE",
        description = "Requests of all its keys, such as 1000/min.")
    private @Nullable String rateLimit;

    @Override
    public Integer call() throws InterruptedException {
      ObjectNode wish = JsonNodeFactory.instance.objectNode();
      wish.put("id", id);
      wish.put("name", name);
      wish.put("rateLimit", rateLimit);
      var made = Objects.requireNonNull(client.ask("POST", PATH, wish));
      System.out.println(made.path("id").asString(""));
      return 0;
    }
  }

  /** {@code list}: all of them. */
  @Command(name = "list", description = "Lists the tenants.")
  static final class ListCommand implements Callable<Integer> {
    @Mixin private Client client = new Client();

    @Override
    public Integer call() throws InterruptedException {
      TextTable table = new TextTable("TENANT", "NAME", "RATE LIMIT", "CREATED");
      for (JsonNode one : Pages.all(client, PATH)) {
        table.add(
            one.path("id").asString(""),
            one.path("name").asString(""),
            Pages.text(one, "rateLimit", "-"),
            one.path("createdAt").asString(""));
      }
      System.out.print(table);
      return 0;
    }
  }

  /** {@code change}: its name or limit. */
  @Command(name = "change", description = "Gives a tenant another name or limit.")
  static final class ChangeCommand implements Callable<Integer> {
    @Mixin private Client client = new Client();

    @Parameters(paramLabel = "ID", description = "Which one.")
    private String id = "";

    @Option(names = "--name", paramLabel = "NAME", description = "For people.")
    private @Nullable String name;

    @Option(names = "--rate-limit", paramLabel = "RATE", description = "Such as 1000/min, or none.")
    private @Nullable String rateLimit;

    @Override
    public Integer call() throws InterruptedException {
      ObjectNode change = JsonNodeFactory.instance.objectNode();
      if (name != null) {
        change.put("name", name);
      }
      if (rateLimit != null) {
        change.put("rateLimit", rateLimit.equals("none") ? null : rateLimit);
      }
      if (change.isEmpty()) {
        throw new Mistake("say what to change: --name or --rate-limit");
      }
      var _ = client.ask("PATCH", PATH + "/" + Pages.segment(id), change);
      return 0;
    }
  }
}
