package dev.sluice.server.cli;

import dev.sluice.server.Mistake;
import java.util.ArrayList;
import java.util.List;
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

/** {@code sluice keys}: the API keys of a tenant. */
@Command(
    name = "keys",
    description = "Makes, lists, rotates and revokes API keys.",
    subcommands = {
      KeysCommand.CreateCommand.class,
      KeysCommand.ListCommand.class,
      KeysCommand.RotateCommand.class,
      KeysCommand.RevokeCommand.class
    })
final class KeysCommand implements Callable<Integer> {

  @Override
  public Integer call() {
    throw new Mistake("say what to do: `sluice keys create`, `list`, `rotate` or `revoke`");
  }

  /** Whose keys. */
  static final class Owner {
    @Option(names = "--tenant", paramLabel = "ID", description = "default unless given.")
    private String tenant = "default";

    String path() {
      return "/api/tenants/" + Pages.segment(tenant) + "/keys";
    }
  }

  /** The key as a caller presents it, alone on stdout, so that it can be piped somewhere safe. */
  private static void show(@Nullable JsonNode made) {
    JsonNode key = Objects.requireNonNull(made);
    System.out.println(key.path("keyId").asString("") + "." + key.path("secret").asString(""));
    System.err.println("this is shown once; send it as X-API-Key");
  }

  /** {@code create}: makes one and prints KEYID.SECRET. */
  @Command(name = "create", description = "Makes a key and prints KEYID.SECRET, once.")
  static final class CreateCommand implements Callable<Integer> {
    @Mixin private Client client = new Client();
    @Mixin private Owner owner = new Owner();

    @Option(names = "--name", paramLabel = "NAME", description = "For people.")
    private @Nullable String name;

    @Option(
        names = "--scopes",
        required = true,
        split = ",",
        paramLabel = "SCOPE",
        description = "read, feed:write, import:write, dead-letters:write, keys:rotate.")
    private List<String> scopes = new ArrayList<>();

    @Option(
        names = "--expires-at",
        paramLabel = "TIME",
        description = "Such as 2027-01-01T00:00:00Z; never unless given.")
    private @Nullable String expiresAt;

    @Option(
        names = "--allow-ip",
        split = ",",
        paramLabel = "RANGE",
        description = "Where it may be used from, such as 203.0.113.0/24; anywhere unless given.")
    private List<String> allowIps = new ArrayList<>();

    @Option(names = "--rate-limit", paramLabel = "RATE", description = "Such as 1000/min.")
    private @Nullable String rateLimit;

    @Override
    public Integer call() throws InterruptedException {
      ObjectNode wish = JsonNodeFactory.instance.objectNode();
      wish.put("name", name);
      scopes.forEach(wish.putArray("scopes")::add);
      wish.put("expiresAt", expiresAt);
      allowIps.forEach(wish.putArray("allowIps")::add);
      wish.put("rateLimit", rateLimit);
      show(client.ask("POST", owner.path(), wish));
      return 0;
    }
  }

  /** {@code list}: without anything secret. */
  @Command(name = "list", description = "Lists a tenant's keys, the newest first.")
  static final class ListCommand implements Callable<Integer> {
    @Mixin private Client client = new Client();
    @Mixin private Owner owner = new Owner();

    @Override
    public Integer call() throws InterruptedException {
      TextTable table = new TextTable("KEY", "STATUS", "SCOPES", "RATE LIMIT", "EXPIRES", "NAME");
      for (JsonNode key : Pages.all(client, owner.path())) {
        List<String> scopes = new ArrayList<>();
        key.path("scopes").values().forEach(scope -> scopes.add(scope.asString("")));
        table.add(
            key.path("keyId").asString(""),
            key.path("status").asString(""),
            String.join(",", scopes),
            Pages.text(key, "rateLimit", "-"),
            Pages.text(key, "expiresAt", "never"),
            key.path("name").asString(""));
      }
      System.out.print(table);
      return 0;
    }
  }

  /** {@code rotate}: replaces the secret. */
  @Command(name = "rotate", description = "Gives a key a new secret and prints it, once.")
  static final class RotateCommand implements Callable<Integer> {
    @Mixin private Client client = new Client();
    @Mixin private Owner owner = new Owner();

    @Parameters(paramLabel = "KEYID", description = "Which key.")
    private String keyId = "";

    @Option(
        names = "--overlap",
        paramLabel = "SECONDS",
        description = "How long the secret it has now works on; 86400 unless given, 0: not at all.")
    private long overlap = 86_400;

    @Override
    public Integer call() throws InterruptedException {
      ObjectNode wish = JsonNodeFactory.instance.objectNode().put("overlapSeconds", overlap);
      show(client.ask("POST", owner.path() + "/" + Pages.segment(keyId) + "/rotate", wish));
      return 0;
    }
  }

  /** {@code revoke}: for good. */
  @Command(name = "revoke", description = "Ends a key for good, everywhere within 5 seconds.")
  static final class RevokeCommand implements Callable<Integer> {
    @Mixin private Client client = new Client();
    @Mixin private Owner owner = new Owner();

    @Parameters(paramLabel = "KEYID", description = "Which key.")
    private String keyId = "";

    @Override
    public Integer call() throws InterruptedException {
      var _ = client.ask("DELETE", owner.path() + "/" + Pages.segment(keyId), null);
      return 0;
    }
  }
}
