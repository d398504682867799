package dev.sluice.server.cli;

import dev.sluice.server.Mistake;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/**
 * Delivers batches to a feed: what was not answered is sent again under the same idempotency key,
 * so that it counts once.
 */
final class Delivery {
  private static final int TRIES = 40;
  private static final long LONGEST_WAIT = 5_000;

  private final Client client;
  private final String feed;
  private final boolean terminal = ProgressLine.isTerminal();
  private long sent;
  private long stored;
  private long duplicate;
  private long accepted;
  private long rejected;

  Delivery(Client client, String feed) {
    this.client = client;
    this.feed = feed;
  }

  boolean complete() {
    return rejected == 0;
  }

  String summary() {
    return "sent "
        + sent
        + ": stored "
        + stored
        + ", duplicate "
        + duplicate
        + (accepted == 0 ? "" : ", accepted " + accepted)
        + ", rejected "
        + rejected;
  }

  /** Returns when every record was answered for. */
  void send(List<byte[]> records) throws InterruptedException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (byte[] record : records) {
      body.writeBytes(record);
      body.write('\n');
    }
    Client.Answer answer = answered(body.toByteArray());
    if (answer.status() == 413 && records.size() > 1) {
      int half = records.size() / 2;
      send(records.subList(0, half));
      send(records.subList(half, records.size()));
      return;
    }
    JsonNode counts = answer.body();
    if (answer.status() != 202 || counts == null) {
      throw new Mistake(
          "record " + (sent + 1) + " and what follows were not taken, " + answer.problem());
    }
    for (JsonNode one : counts.path("rejections").values()) {
      report(one);
    }
    sent += records.size();
    stored += counts.path("stored").asLong(0);
    duplicate += counts.path("duplicate").asLong(0);
    accepted += counts.path("accepted").asLong(0);
    rejected += counts.path("rejected").asLong(0);
    if (terminal) {
      System.err.print("\r" + summary() + " ");
    }
  }

  private void report(JsonNode rejection) {
    JsonNode error = rejection.path("errors").path(0);
    System.err.println(
        (terminal ? "\r" : "")
            + "record "
            + (sent + rejection.path("index").asLong(0) + 1)
            + ": "
            + rejection.path("code").asString("rejected")
            + " "
            + error.path("field").asString("")
            + ": "
            + error.path("message").asString("")
            + " (dead letter "
            + rejection.path("deadLetterId").asString("")
            + ")");
  }

  private Client.Answer answered(byte[] body) throws InterruptedException {
    Map<String, String> headers =
        Map.of(
            "Content-Type",
            "application/x-ndjson",
            "Idempotency-Key",
            UUID.randomUUID().toString());
    String last = "";
    for (int attempt = 0; attempt < TRIES; attempt++) {
      long wait = Math.min(LONGEST_WAIT, 100L << Math.min(attempt, 10));
      try {
        Client.Answer answer = client.post("/api/feed/" + feed + "/batch", body, headers);
        if (answer.status() != 503 && answer.status() != 429) {
          return answer;
        }
        last = answer.problem();
        wait = Math.max(wait, TimeUnit.SECONDS.toMillis(answer.retryAfterSeconds()));
      } catch (IOException e) {
        last = "no server answers at " + client.base() + ", check --url";
      }
      TimeUnit.MILLISECONDS.sleep(wait / 2 + ThreadLocalRandom.current().nextLong(wait));
    }
    throw new Mistake("gave up after " + TRIES + " tries, " + last + "; " + summary());
  }
}
