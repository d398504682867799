package dev.sluice.server.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.server.TestServer.Reply;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** B01, B14, B16, B23-B25, B31: what becomes of an upload. */
class ImportTest {
  private static final String MIXED =
      People.HEADER
          + "m1,Ann,2001-02-03,1.50\n"
          + "m2,,2001-02-03,1.50\n"
          + "m3,Cid,2001-02-30,x\n"
          + "m4,Dot,,\n"
          + "m5,Eve,2001-02-03\n";

  private static People people;

  @BeforeAll
  static void start() {
    people = new People();
  }

  @AfterAll
  static void stop() {
    people.close();
  }

  private static long count(JsonNode one, String name) {
    return one.path("books").path(name).asLong(-1);
  }

  @Test
  void a_file_lands_row_by_row_and_its_books_balance() {
    JsonNode one = people.load("type=people-log&name=a.csv", MIXED.replace("\nm", "\nlog"));

    assertEquals("completed_with_errors", one.path("status").asString(), one.toString());
    assertEquals(5, count(one, "received"));
    assertEquals(2, count(one, "stored"));
    assertEquals(3, count(one, "rejected"));
    assertTrue(one.path("balanced").asBoolean());
    assertEquals(5, one.path("progress").path("rowsDone").asLong());
    assertEquals(
        one.path("progress").path("bytesTotal").asLong(),
        one.path("progress").path("bytesDone").asLong());
    assertEquals("a.csv", one.path("fileName").asString());
    people.audit();
  }

  @Test
  void an_upload_says_where_it_is_to_be_watched() {
    Reply reply = people.upload("type=people-log", People.rows(1, 2));

    assertEquals(202, reply.status(), reply.text());
    String id = reply.json().path("id").asString();
    assertEquals("/api/imports/" + id, reply.header("Location"));
    assertEquals("/api/live?topics=imports/" + id, reply.json().path("live").asString());
    JsonNode run = people.server().get("/api/runs/" + reply.json().path("run").asString()).json();
    assertEquals("import", run.path("kind").asString());
    people.ended(id);
  }

  @Test
  void every_bad_row_has_its_number_and_reasons() {
    String id = people.load("type=people-log", MIXED).path("id").asString();
    JsonNode errors = people.server().get("/api/imports/" + id + "/errors").json().path("items");

    assertEquals(3, errors.size(), errors.toString());
    assertEquals(2, errors.path(0).path("row").asInt());
    assertEquals("name", errors.path(0).path("errors").path(0).path("field").asString());
    assertEquals(3, errors.path(1).path("row").asInt());
    assertEquals(2, errors.path(1).path("errors").size(), "the date and the number");
    assertEquals(5, errors.path(2).path("row").asInt());
    assertEquals("ragged", errors.path(2).path("code").asString());
    Reply first = people.server().get("/api/imports/" + id + "/errors?limit=2");
    String cursor = first.json().path("nextCursor").asString();
    Reply rest = people.server().get("/api/imports/" + id + "/errors?limit=2&cursor=" + cursor);
    assertEquals(5, rest.json().path("items").path(0).path("row").asInt());
  }

  @Test
  void a_corrected_error_file_resolves_its_letters_and_leaves_the_first_books() {
    JsonNode first = people.load("type=people", MIXED.replace("\nm", "\nfix"));
    String id = first.path("id").asString();
    Reply csv = people.server().get("/api/imports/" + id + "/errors.csv");
    assertEquals(200, csv.status(), csv.text());
    assertTrue(csv.text().startsWith("\uFEFFid,name,born,balance,_error_row"), csv.text());
    String corrected =
        csv.text()
            .replace("fix3,Cid,2001-02-30,x", "fix3,Cid,2001-02-28,3.25")
            .replace("fix5,Eve,2001-02-03,,", "fix5,Eve,2001-02-03,5.00,");
    JsonNode second = people.load("type=people&corrects=" + id, corrected);

    assertEquals(3, count(second, "received"), second.toString());
    assertEquals(2, count(second, "stored"));
    assertEquals(1, count(second, "rejected"), "one was left as it was");
    JsonNode errors = people.server().get("/api/imports/" + id + "/errors").json().path("items");
    assertFalse(errors.path(0).path("resolved").asBoolean(), "row 2 failed again");
    assertTrue(errors.path(1).path("resolved").asBoolean(), errors.toString());
    assertTrue(errors.path(2).path("resolved").asBoolean(), errors.toString());
    assertEquals(first.path("books"), people.show(id).path("books"));
    JsonNode again = people.load("type=people&corrects=" + id, corrected);
    assertEquals(3, count(again, "rejected"), "what landed is no longer to be corrected");
    people.audit();
  }

  @Test
  void a_correction_is_no_part_of_the_totals() {
    String id = people.load("type=people", MIXED.replace("\nm", "\ntot")).path("id").asString();
    long before = imported();
    String csv = people.server().get("/api/imports/" + id + "/errors.csv").text();
    people.load("type=people&corrects=" + id, csv);

    assertEquals(before, imported());
  }

  private static long imported() {
    JsonNode books = people.server().get("/api/books").json();
    return books.path("byKind").path("import").path("received").asLong();
  }

  @Test
  void the_same_rows_again_are_duplicates_and_other_content_is_a_conflict() {
    people.load("type=people", People.rows(1001, 1010));
    JsonNode again = people.load("type=people", People.rows(1001, 1012));
    JsonNode changed =
        people.load("type=people", People.rows(1001, 1003).replace("2001-02-03", "1999-01-01"));

    assertEquals(10, count(again, "duplicate"), again.toString());
    assertEquals(2, count(again, "stored"));
    assertEquals("completed", again.path("status").asString());
    assertEquals(3, count(changed, "rejected"));
    String id = changed.path("id").asString();
    JsonNode errors = people.server().get("/api/imports/" + id + "/errors").json().path("items");
    assertEquals("conflict", errors.path(0).path("code").asString());
    assertEquals(
        "p1001,Name 1001,1999-01-01,1001.50",
        errors.path(0).path("payloadText").asString(errors.path(0).path("payload").asString()));
    people.audit();
  }

  @Test
  void a_key_twice_in_one_file_is_stored_once() {
    String twice = People.HEADER + "d1,Ann,,\nd1,Ann,,\nd1,Bob,,\n";
    JsonNode one = people.load("type=people", twice);

    assertEquals(1, count(one, "stored"), one.toString());
    assertEquals(1, count(one, "duplicate"));
    assertEquals(1, count(one, "rejected"));
    people.audit();
  }

  @Test
  void a_dry_run_judges_everything_and_lands_nothing() {
    people.load("type=people", People.HEADER + "dry1,Ann,,\n");
    long problems = people.server().get("/api/books").json().path("openProblems").asLong();
    JsonNode one =
        people.load(
            "type=people&dryRun=true", People.HEADER + "dry1,Other,,\ndry2,Bob,,\ndry3,,,\n");

    assertEquals(1, count(one, "stored"), one.toString());
    assertEquals(2, count(one, "rejected"));
    assertTrue(one.path("dryRun").asBoolean());
    String id = one.path("id").asString();
    assertEquals(
        2, people.server().get("/api/imports/" + id + "/errors").json().path("items").size());
    assertEquals(problems, people.server().get("/api/books").json().path("openProblems").asLong());
    JsonNode real = people.load("type=people", People.HEADER + "dry2,Bob,,\n");
    assertEquals(1, count(real, "stored"), "nothing had landed");
    people.audit();
  }

  @Test
  void the_same_idempotency_key_is_one_import() {
    String body = People.rows(2001, 2003);
    Reply first = people.upload("type=people", body, "Idempotency-Key", "once");
    Reply again = people.upload("type=people", body, "Idempotency-Key", "once");
    Reply other = people.upload("type=people", body + "x,y,,\n", "Idempotency-Key", "once");

    assertEquals(202, again.status(), again.text());
    assertEquals(first.json(), again.json());
    assertEquals("true", again.header("Idempotent-Replayed"));
    assertEquals(422, other.status());
    people.ended(first.json().path("id").asString());
  }

  @Test
  void a_digest_that_does_not_fit_is_refused_and_nothing_stays() throws Exception {
    String body = People.rows(3001, 3002);
    byte[] sha = MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.UTF_8));
    String digest = "sha-256=:" + Base64.getEncoder().encodeToString(sha) + ":";
    long before = imports();
    Reply bad = people.upload("type=people-log", body + "x,y,,\n", "Content-Digest", digest);

    assertEquals(422, bad.status());
    assertEquals("digest-mismatch", bad.code());
    assertEquals(before, imports());
    assertEquals(202, people.upload("type=people-log", body, "Content-Digest", digest).status());
  }

  private static long imports() {
    return people.server().get("/api/imports?limit=500").json().path("items").size();
  }

  @Test
  void what_cannot_be_taken_is_a_problem_and_leaves_nothing() {
    long before = imports();
    Reply empty = people.upload("type=people", "");
    Reply columns = people.upload("type=people", "id,nmae\n1,2\n");

    assertEquals("empty-file", empty.code(), empty.text());
    assertTrue(columns.status() >= 400 && columns.status() < 500, columns.text());
    assertTrue(columns.text().contains("name"), columns.text());
    assertEquals(before, imports());
    assertEquals(404, people.upload("type=poeple", "id\n1\n").status());
    assertTrue(people.upload("type=poeple", "").text().contains("did you mean"));
  }

  @Test
  void a_file_can_be_announced_and_put() {
    Reply made =
        people
            .server()
            .post(
                "/api/imports",
                "{\"type\":\"people-log\",\"fileName\":\"b.csv\"}",
                "Content-Type",
                "application/json");
    assertEquals(201, made.status(), made.text());
    String id = made.json().path("id").asString();
    assertEquals("uploading", people.show(id).path("status").asString());
    Reply put = people.server().put("/api/imports/" + id + "/content", People.rows(1, 3));
    assertEquals(202, put.status(), put.text());
    assertEquals(3, count(people.ended(id), "stored"));
    assertEquals(
        409, people.server().put("/api/imports/" + id + "/content", People.rows(1, 3)).status());
  }

  @Test
  void a_put_file_that_cannot_be_taken_fails_its_import() {
    Reply made =
        people
            .server()
            .post("/api/imports", "{\"type\":\"people\"}", "Content-Type", "application/json");
    String id = made.json().path("id").asString();
    Reply put = people.server().put("/api/imports/" + id + "/content", "a,b\n1,2\n");

    assertTrue(put.status() >= 400 && put.status() < 500, put.text());
    JsonNode one = people.show(id);
    assertEquals("failed", one.path("status").asString());
    assertEquals(put.code(), one.path("problem").path("code").asString());
  }

  @Test
  void an_upload_can_be_cancelled() {
    Reply made =
        people
            .server()
            .post("/api/imports", "{\"type\":\"people\"}", "Content-Type", "application/json");
    String id = made.json().path("id").asString();
    Reply cancelled = people.server().post("/api/imports/" + id + "/cancel", "");

    assertEquals(200, cancelled.status(), cancelled.text());
    assertEquals("cancelled", cancelled.json().path("status").asString());
    assertFalse(cancelled.json().path("finishedAt").isNull());
    assertEquals(409, people.server().put("/api/imports/" + id + "/content", "x").status());
    JsonNode over = people.load("type=people-log", People.rows(1, 1));
    String done = over.path("id").asString();
    assertEquals(409, people.server().post("/api/imports/" + done + "/cancel", "").status());
  }

  @Test
  void somebody_elses_import_is_not_there() {
    assertEquals(
        404, people.server().get("/api/imports/018f4c3e-0000-7000-8000-000000000000").status());
  }

  @Test
  void a_row_without_a_key_is_found_by_its_id() {
    people.load("type=people-log", People.rows(9001, 9003));
    JsonNode found = people.records("people_log").path(0);
    Reply one =
        people.server().get("/api/datasets/people_log/records/" + found.path("id").asString());

    assertEquals(200, one.status(), one.text());
    assertEquals(found, one.json());
    assertFalse(found.path("origin").path("correlationId").asString().isEmpty());
  }
}
