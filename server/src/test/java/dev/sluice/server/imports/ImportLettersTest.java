package dev.sluice.server.imports;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.server.TestServer.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Rows of imports at the desk: as those of feeds, row by row instead of by file. */
class ImportLettersTest {
  private static People people;

  @BeforeAll
  static void start() {
    people = new People();
  }

  @AfterAll
  static void stop() {
    people.close();
  }

  private static JsonNode letters(JsonNode imported, String more) {
    String path = "/api/dead-letters?kind=import&run=" + imported.path("run").asString() + more;
    return people.server().get(path).json().path("items");
  }

  /** The path of the only open letter of that row. */
  private static String letter(JsonNode imported, int row) {
    for (JsonNode one : letters(imported, "&state=open")) {
      if (one.path("row").asInt() == row) {
        return "/api/dead-letters/" + one.path("id").asString();
      }
    }
    throw new AssertionError("no open letter of row " + row);
  }

  private static JsonNode edit(String letter, String payload) {
    Reply edited = people.server().put(letter + "/payload", payload, "If-Match", "*");
    assertEquals(200, edited.status(), edited.text());
    return edited.json().path("validation");
  }

  private static JsonNode replay(String letter, String body) {
    Reply reply = people.server().post(letter + "/replay", body);
    assertEquals(200, reply.status(), reply.text());
    return reply.json();
  }

  private static JsonNode stored(JsonNode replayed) {
    assertEquals("stored", replayed.path("status").asString(), replayed.toString());
    String id = replayed.path("id").asString();
    return people.server().get("/api/datasets/people/records/" + id).json();
  }

  @Test
  void rows_are_mended_at_the_desk_and_the_first_books_stay() {
    JsonNode one =
        people.load(
            "type=people",
            People.HEADER + "desk1,Ann,,\ndesk2,Bob,2001-02-30,x\ndesk3,Eve,2001-02-03\n");
    String bad = letter(one, 2);
    JsonNode judged = edit(bad, "desk2,\"Bob, jr\",2001-02-28,\n");
    assertTrue(judged.path("valid").asBoolean(), judged.toString());
    JsonNode replayed = replay(bad, "");
    assertEquals("Bob, jr", stored(replayed).path("name").asString());
    assertEquals("ragged", replay(letter(one, 3), "{}").path("code").asString());
    JsonNode named = replay(letter(one, 3), "{\"payload\":{\"id\":\"desk3\",\"name\":\"Eve\"}}");
    assertEquals("Eve", stored(named).path("name").asString());

    JsonNode run = people.server().get("/api/runs/" + replayed.path("run").asString()).json();
    assertEquals("replay", run.path("kind").asString());
    assertEquals("people", run.path("name").asString());
    assertEquals(1, run.path("books").path("stored").asLong());
    String id = one.path("id").asString();
    assertEquals(one.path("books"), people.show(id).path("books"));
    JsonNode errors = people.server().get("/api/imports/" + id + "/errors").json().path("items");
    assertEquals(2, errors.size());
    errors.forEach(error -> assertTrue(error.path("resolved").asBoolean(), error.toString()));
    people.audit();
  }

  @Test
  void what_is_not_one_row_fails_and_says_so() {
    JsonNode one = people.load("type=people", People.HEADER + "lone1,,,\n");
    String letter = letter(one, 1);
    JsonNode two = edit(letter, "lone1,Ann,,\nlone2,Bob,,\n");
    assertFalse(two.path("valid").asBoolean());
    assertEquals("not-one-row", two.path("errors").path(0).path("code").asString());
    assertEquals("not-one-row", replay(letter, "").path("code").asString());
    JsonNode headed = edit(letter, People.HEADER + "lone1,Ann,,\n");
    assertEquals("not-one-row", headed.path("errors").path(0).path("code").asString());
    assertEquals(
        "type", edit(letter, "lone1,Ann,,x").path("errors").path(0).path("code").asString());
    assertEquals("stored", edit(letter, "lone1,Ann,,").path("outcome").asString());
  }

  @Test
  void a_row_is_written_anew_in_utf_8_whatever_its_file_was_in() {
    byte[] latin = (People.HEADER + "latin1,Zo\u00eb,,x\nlatin2,Zo\u00eb,,\n").getBytes(ISO_8859_1);
    Reply sent = people.server().post("/api/imports?type=people", latin);
    JsonNode one = people.ended(sent.json().path("id").asString());
    String letter = letter(one, 1);
    assertEquals("type", replay(letter, "").path("code").asString());
    JsonNode replayed = replay(letter, "{\"payload\":\"latin1,Zo\u00eb,,2.50\"}");
    assertEquals("Zo\u00eb", stored(replayed).path("name").asString());
  }

  @Test
  void conflicts_of_many_rows_are_replayed_by_filter() {
    people.load("type=people", People.rows(5001, 5004));
    JsonNode one =
        people.load("type=people", People.rows(5001, 5004).replace("2001-02-03", "1999-01-01"));
    String run = one.path("run").asString();
    String filter = "{\"filter\":{\"run\":\"" + run + "\",\"code\":\"conflict\"}";
    Reply dry = people.server().post("/api/dead-letters/replay", filter + ",\"dryRun\":true}");
    assertEquals(4, dry.json().path("matched").asInt(), dry.text());
    assertEquals(0, dry.json().path("withoutDefinition").asInt(), dry.text());
    Reply all =
        people.server().post("/api/dead-letters/replay", filter + ",\"onConflict\":\"overwrite\"}");
    assertEquals(202, all.status(), all.text());
    String path = "/api/runs/" + all.json().path("id").asString();
    people
        .server()
        .await(
            () -> people.server().get(path).json().path("status").asString().equals("completed"));
    assertEquals(4, people.server().get(path).json().path("books").path("stored").asLong());
    assertEquals(0, letters(one, "&state=open").size());
    people.audit();
  }

  @Test
  void a_row_that_corrected_nothing_lands_nowhere_though_it_is_replayed() {
    JsonNode first = people.load("type=people-log", People.HEADER + "twice1,,,\n");
    String errors = "/api/imports/" + first.path("id").asString() + "/errors.csv";
    String mended = people.server().get(errors).text().replace("twice1,,", "twice1,Ann,");
    String query = "type=people-log&corrects=" + first.path("id").asString();
    assertEquals(1, people.load(query, mended).path("books").path("stored").asLong());
    JsonNode again = people.load(query, mended);
    long rows = rows();
    JsonNode replayed = replay(letter(again, 1), "");

    assertEquals("not-an-error-row", replayed.path("code").asString(), replayed.toString());
    assertEquals(rows, rows());
    people.audit();
  }

  private static long rows() {
    return people
        .server()
        .get("/api/datasets/people_log/stats?fresh=true")
        .json()
        .path("total")
        .asLong();
  }

  @Test
  void a_chunk_that_died_is_replayed_from_its_file_and_its_bad_rows_keep_their_numbers()
      throws IOException {
    Path objects = people.server().data().resolve("objects");
    Path away = people.server().data().resolve("objects-away");
    people.server().post("/api/queues/import/pause", "");
    Reply sent =
        people.upload("type=people", People.HEADER + "whole1,Ann,,\nwhole2,,,\nwhole3,Eve,,\n");
    Files.move(objects, away);
    people.server().post("/api/queues/import/resume", "");
    JsonNode one = people.ended(sent.json().path("id").asString());
    assertEquals("failed", one.path("status").asString(), one.toString());
    String whole = "/api/dead-letters/" + letters(one, "").path(0).path("id").asString();
    JsonNode gone = replay(whole, "");
    assertEquals("dead", gone.path("status").asString(), gone.toString());
    assertTrue(gone.toString().contains("the file is gone"), gone.toString());
    if (Files.exists(objects)) {
      Files.move(objects, objects.resolveSibling("objects-empty"));
    }
    Files.move(away, objects);

    assertEquals(
        "whole1,Ann,,\nwhole2,,,\nwhole3,Eve,,\n", people.server().get(whole + "/original").text());
    JsonNode replayed = replay(whole, "");
    assertEquals(2, replayed.path("stored").asLong(), replayed.toString());
    JsonNode open = letters(one, "&state=open");
    assertEquals(1, open.size(), open.toString());
    assertEquals(2, open.path(0).path("row").asInt());
    assertEquals(
        "stored",
        replay(letter(one, 2), "{\"payload\":\"whole2,Bob,,\"}").path("status").asString());
    assertEquals(one.path("books"), people.show(one.path("id").asString()).path("books"));
    people.audit();
  }
}
