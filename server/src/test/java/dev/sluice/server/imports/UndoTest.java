package dev.sluice.server.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.server.TestServer.Reply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Rule 6: an import can be taken back, as far as nothing has changed since. */
class UndoTest {
  private static People people;

  @BeforeAll
  static void start() {
    people = new People();
  }

  @AfterAll
  static void stop() {
    people.close();
  }

  private static JsonNode undo(String id) {
    Reply ordered = people.server().post("/api/imports/" + id + "/undo", "");
    assertEquals(202, ordered.status(), ordered.text());
    return people
        .await(id, one -> one.path("undo").path("status").asString("").equals("completed"))
        .path("undo");
  }

  private static String sum(String dataset) {
    return people
        .server()
        .get("/api/datasets/" + dataset + "/stats?fresh=true")
        .json()
        .toString();
  }

  @Test
  void rows_that_were_brought_go() {
    JsonNode one = people.load("type=people-log", People.rows(1, 20));
    JsonNode undone = undo(one.path("id").asString());

    assertEquals(20, undone.path("reverted").asLong(), undone.toString());
    assertEquals(0, undone.path("kept").asLong());
    assertEquals(0, people.records("people_log").size());
    JsonNode after = people.show(one.path("id").asString());
    assertEquals(one.path("books"), after.path("books"), "books of a closed run never change");
    people.audit();
  }

  @Test
  void rows_that_were_replaced_are_as_they_were_and_later_changes_stay() {
    people.load("type=people-now", People.HEADER + "u1,Old,,1.00\nu2,Old,,2.00\nu3,Old,,4.00\n");
    String before = sum("people_now");
    JsonNode second =
        people.load(
            "type=people-now",
            People.HEADER + "u1,New,,10.00\nu2,New,,20.00\nu4,New,,40.00\nu5,New,,80.00\n");
    assertEquals(4, second.path("books").path("stored").asLong(), second.toString());
    people.load("type=people-now", People.HEADER + "u2,Newest,,200.00\nu5,Newest,,800.00\n");

    JsonNode undone = undo(second.path("id").asString());

    assertEquals(2, undone.path("reverted").asLong(), undone.toString());
    assertEquals(2, undone.path("kept").asLong());
    assertEquals("changed-since", undone.path("why").path(0).path("code").asString());
    assertEquals(2, undone.path("why").path(0).path("count").asLong());
    StringBuilder names = new StringBuilder();
    for (JsonNode record : people.records("people_now")) {
      names.append(record.path("id").asString()).append('=').append(record.path("name").asString());
      names.append(' ');
    }
    String all = people.records("people_now").toString();
    assertTrue(all.contains("Old") && all.contains("Newest") && !all.contains("\"New\""), all);
    assertEquals(4, people.records("people_now").size(), names.toString());
    assertTrue(before.length() > 2);
    people.audit();
    JsonNode again = undo(second.path("id").asString());
    assertEquals(undone.path("run"), again.path("run"), "it is undone once");
  }

  @Test
  void a_dry_run_cannot_be_undone() {
    JsonNode dry = people.load("type=people&dryRun=true", People.rows(1, 2));
    Reply refused =
        people.server().post("/api/imports/" + dry.path("id").asString() + "/undo", "");
    assertEquals(409, refused.status());
    assertEquals("not-undoable", refused.code());
  }
}
