package dev.sluice.server.cli;

import dev.sluice.server.Mistake;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** {@code sluice audit}: whether the books are right. */
@Command(
    name = "audit",
    description = "Checks what the server says against what it holds.",
    subcommands = AuditCommand.BooksCommand.class)
final class AuditCommand implements Callable<Integer> {

  @Override
  public Integer call() {
    throw new Mistake("say what to audit: `sluice audit books`");
  }

  /** {@code sluice audit books}: recounts rows and dead letters. */
  @Command(name = "books", description = "Recounts rows and dead letters against the books.")
  static final class BooksCommand implements Callable<Integer> {
    @Mixin private Client client = new Client();

    @Override
    public Integer call() throws InterruptedException {
      JsonNode body = audit();
      if (body.path("balanced").asBoolean(false)) {
        System.out.println("books balanced");
        return 0;
      }
      for (JsonNode one : body.path("differences").values()) {
        String batch = one.path("batch").isString() ? " batch " + text(one, "batch") : "";
        System.out.println(
            "run "
                + text(one, "run")
                + batch
                + ": "
                + text(one, "count")
                + " is "
                + text(one, "inBooks")
                + " in the books, recounted "
                + text(one, "recounted"));
      }
      return 1;
    }

    private static String text(JsonNode node, String name) {
      return node.path(name).asString("");
    }

    private JsonNode audit() throws InterruptedException {
      try {
        Client.Answer answer = client.get("/api/books/audit");
        if (answer.status() != 200 || answer.body() == null) {
          throw new Mistake("the audit failed, " + answer.problem());
        }
        return answer.body();
      } catch (IOException e) {
        throw new Mistake("no server answers at " + client.base() + ": check --url");
      }
    }
  }
}
