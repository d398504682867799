package dev.sluice.server.http;

import dev.sluice.dataset.Rfc3339;
import dev.sluice.imports.Import;
import dev.sluice.imports.ImportFile;
import dev.sluice.imports.ImportStatus;
import dev.sluice.imports.Undos;
import dev.sluice.run.Counts;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An import as the outside sees it. Made of its state alone, so that what did not change is equal.
 */
final class ImportJson {
  private ImportJson() {}

  /** What an upload is answered with. */
  static ObjectNode accepted(Import one) {
    ObjectNode json = Json.object();
    json.put("id", one.id().toString());
    json.put("status", one.status().label());
    json.put("run", one.run().toString());
    json.put("live", "/api/live?topics=imports/" + one.id());
    return json;
  }

  static ObjectNode of(Import one) {
    ObjectNode json = accepted(one);
    Import.Order order = one.order();
    json.put("type", order.type());
    json.put("tenant", order.tenant());
    json.put("dataset", order.dataset());
    json.put("definition", order.definition());
    json.put("dryRun", order.dryRun());
    json.put("corrects", order.corrects() == null ? null : order.corrects().toString());
    json.put("fileName", order.fileName());
    json.put("size", order.size());
    ImportFile file = one.file();
    json.put("sha256", file == null ? order.digest() : file.sha256());
    json.set("progress", progress(one));
    json.set("books", RunRoutes.counts(one.counts()));
    json.put("balanced", balanced(one));
    json.set("problem", problem(one.problem()));
    json.put("correlationId", order.correlation());
    json.put("createdAt", Rfc3339.utc(one.times().created()));
    put(json, "queuedAt", one.times().queued());
    put(json, "startedAt", one.times().started());
    put(json, "heartbeatAt", one.work().heartbeat());
    put(json, "finishedAt", one.times().finished());
    return json;
  }

  private static @Nullable ObjectNode problem(Import.@Nullable Trouble trouble) {
    return trouble == null
        ? null
        : Json.object().put("code", trouble.code()).put("detail", trouble.detail());
  }

  private static void put(ObjectNode json, String name, @Nullable Instant time) {
    json.put(name, time == null ? null : Rfc3339.utc(time));
  }

  /** Every row of the file has exactly one verdict, or is still in flight. */
  private static boolean balanced(Import one) {
    Counts counts = one.counts();
    ImportFile file = one.file();
    return (file == null || counts.received() == file.rows())
        && (!one.status().isFinal() || counts.settled());
  }

  /** Bytes are those of the upload while it comes in, and those of its rows from then on. */
  private static ObjectNode progress(Import one) {
    ObjectNode json = Json.object();
    ImportFile file = one.file();
    if (file == null) {
      json.put("rowsDone", 0);
      json.putNull("rowsTotal");
      json.put("bytesDone", one.upload().bytes());
      json.put("bytesTotal", one.order().size());
      json.putNull("rowsPerSecond");
      json.putNull("etaSeconds");
      return json;
    }
    // Batches, which know their bytes, are not kept for as long as imports.
    boolean whole = one.rowsDone() == file.rows();
    json.put("rowsDone", one.rowsDone());
    json.put("rowsTotal", file.rows());
    json.put("bytesDone", whole ? file.bytes() : one.work().bytesDone());
    json.put("bytesTotal", file.bytes());
    Double rate = rate(one);
    json.put("rowsPerSecond", rate == null ? null : (Long) Math.round(rate));
    json.put("etaSeconds", eta(one, file.rows(), rate));
    return json;
  }

  private static @Nullable Double rate(Import one) {
    Instant from = one.times().started();
    Instant to = one.work().lastSettled();
    if (from == null || to == null || !to.isAfter(from)) {
      return null;
    }
    double seconds = Duration.between(from, to).toNanos() / 1e9;
    return one.rowsDone() / seconds;
  }

  private static @Nullable Long eta(Import one, long total, @Nullable Double rate) {
    if (one.status().isFinal()) {
      return 0L;
    }
    return one.status() == ImportStatus.RUNNING && rate != null && rate > 0
        ? (Long) (long) Math.ceil((total - one.rowsDone()) / rate)
        : null;
  }

  /** What became of an undo, and why not more. */
  static ObjectNode undo(Undos.Report report) {
    ObjectNode json = Json.object();
    json.put("run", report.run().toString());
    json.put("status", report.over() ? "completed" : "running");
    json.put("reverted", report.reverted());
    json.put("kept", report.kept());
    ArrayNode why = json.putArray("why");
    for (Undos.Reason reason : report.why()) {
      ObjectNode one = why.addObject();
      one.put("code", reason.code());
      one.put("count", reason.count());
      ArrayNode examples = one.putArray("examples");
      reason.examples().forEach(id -> examples.add(id.toString()));
    }
    return json;
  }
}
