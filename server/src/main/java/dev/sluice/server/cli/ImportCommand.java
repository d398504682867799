package dev.sluice.server.cli;

import dev.sluice.server.Mistake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/**
 * {@code sluice import}: uploads a file, resuming where an earlier try was interrupted, and waits
 * for its books.
 */
@Command(
    name = "import",
    description = "Uploads a file of many records and waits for its books.",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:the books balance: every row was stored, was there already, or was rejected",
      "1:the import failed or was cancelled, or nobody could be reached",
      "2:the command was mistyped",
      "3:the books balance, and with --strict: rows were rejected"
    })
final class ImportCommand implements Callable<Integer> {
  private static final int REJECTED = 3;
  private static final long POLL_MILLIS = 250;

  @Parameters(
      paramLabel = "FILE",
      description = "CSV, NDJSON, a JSON array or XLSX; each also gzipped.")
  private Path file = Path.of("");

  @Option(
      names = "--type",
      required = true,
      paramLabel = "NAME",
      description = "The import's definition.")
  private String type = "";

  @Option(names = "--tenant", paramLabel = "ID", description = "Whose import.")
  private @Nullable String tenant;

  @Option(names = "--dry-run", description = "Judges everything, lands nothing.")
  private boolean dryRun;

  @Option(
      names = "--corrects",
      paramLabel = "ID",
      description = "The import whose errors.csv this is, corrected: only its rows are taken.")
  private @Nullable UUID corrects;

  @Option(names = "--errors", paramLabel = "OUT.csv", description = "Where rejected rows go.")
  private @Nullable Path errors;

  @Option(names = "--strict", description = "Exit with 3 where rows were rejected.")
  private boolean strict;

  @Mixin private Client client = new Client();

  @Override
  public Integer call() throws InterruptedException {
    if (!Files.isRegularFile(file)) {
      throw new Mistake("there is no file " + file);
    }
    checkErrors();
    ProgressLine progress = new ProgressLine();
    var wish = new FileUpload.Wish(type, tenant, dryRun, corrects);
    String id;
    try {
      id = new FileUpload(client, file, wish, progress).send();
    } catch (IOException e) {
      throw new Mistake("cannot read " + file + ": check its rights");
    }
    JsonNode over = awaitEnd(id, progress);
    progress.end();
    keepErrors(id, over);
    return report(id, over);
  }

  /** Before anything lands, rather than after. */
  private void checkErrors() {
    if (errors == null) {
      return;
    }
    Path folder = errors.toAbsolutePath().getParent();
    boolean writable =
        Files.exists(errors)
            ? Files.isRegularFile(errors) && Files.isWritable(errors)
            : folder != null && Files.isDirectory(folder) && Files.isWritable(folder);
    if (!writable) {
      throw unwritable();
    }
  }

  private Mistake unwritable() {
    return new Mistake("cannot write " + errors + ": choose another file with --errors");
  }

  private JsonNode awaitEnd(String id, ProgressLine progress) throws InterruptedException {
    while (true) {
      JsonNode now = client.patiently(() -> client.get("/api/imports/" + id));
      progress.rows(now);
      if (!now.path("finishedAt").isNull()) {
        return now;
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }

  private void keepErrors(String id, JsonNode over) throws InterruptedException {
    // A file that could not be taken has no rows, and so no errors of them.
    if (errors == null || over.path("progress").path("rowsTotal").isNull()) {
      return;
    }
    try {
      client.download("/api/imports/" + id + "/errors.csv", errors);
    } catch (IOException e) {
      throw unwritable();
    }
  }

  private int report(String id, JsonNode over) {
    JsonNode books = over.path("books");
    long rejected = books.path("rejected").asLong(0);
    System.out.printf(
        "%s: received %d, stored %d, duplicate %d, rejected %d%s%s (import %s)%n",
        over.path("status").asString("").replace('_', ' '),
        books.path("received").asLong(0),
        books.path("stored").asLong(0),
        books.path("duplicate").asLong(0),
        rejected,
        books.path("dead").asLong(0) == 0 ? "" : ", dead " + books.path("dead").asLong(0),
        dryRun ? "; a dry run, nothing landed" : "",
        id);
    if (rejected > 0 && errors == null) {
      System.err.println("rejected rows: " + client.base() + "/api/imports/" + id + "/errors.csv");
    }
    boolean landed = over.path("status").asString("").startsWith("completed");
    if (!landed || !over.path("balanced").asBoolean(false)) {
      JsonNode problem = over.path("problem");
      System.err.println(
          "sluice: "
              + (landed
                  ? "the books do not balance"
                  : problem.path("detail").asString("the import did not end well")));
      return 1;
    }
    return strict && rejected > 0 ? REJECTED : 0;
  }
}
