package dev.sluice.server.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Errors of a correction are those of its own file, and can be corrected in turn. */
class CorrectionTest {
  private static People people;

  @BeforeAll
  static void start() {
    people = new People();
  }

  @AfterAll
  static void stop() {
    people.close();
  }

  private static String csv(JsonNode one) {
    return people.server().get("/api/imports/" + one.path("id").asString() + "/errors.csv").text();
  }

  private static List<String> lines(JsonNode one) {
    return csv(one).lines().toList();
  }

  private static JsonNode errors(JsonNode one) {
    String path = "/api/imports/" + one.path("id").asString() + "/errors";
    return people.server().get(path).json().path("items");
  }

  private static JsonNode correct(JsonNode one, String file) {
    return people.load("type=people&corrects=" + one.path("id").asString(), file);
  }

  /** The first file is in Windows-1252 with semicolons and another order. */
  private static JsonNode first(String prefix) {
    StringBuilder file = new StringBuilder("name;id;born;balance\n");
    for (int i = 1; i <= 4; i++) {
      file.append("J\u00fcrgen;").append(prefix).append(i).append(";2001-02-30;1.5\n");
    }
    var reply =
        people
            .server()
            .post(
                "/api/imports?type=people",
                file.toString().getBytes(java.nio.charset.Charset.forName("windows-1252")));
    return people.ended(reply.json().path("id").asString());
  }

  @Test
  void they_have_its_columns_and_its_values() {
    JsonNode first = first("a");
    assertEquals(4, first.path("books").path("rejected").asInt(), first.toString());
    JsonNode second =
        correct(
            first,
            "id,name,balance,born,_error_row\n"
                + "a1,Ann,1.00,2001-02-28,1\n"
                + "a3,Cid,x,2001-02-28,3\n"
                + "a2,\"Bob, B\",2.00,2001-02-31,2\n"
                + "a9,Eve,2.00,2001-02-28,9\n");

    assertEquals(1, second.path("books").path("stored").asInt(), second.toString());
    List<String> lines = lines(second);
    assertEquals(
        "\uFEFFid,name,balance,born,_error_row,_error_column,_error_code,_error_message,_error_hint",
        lines.getFirst());
    assertEquals(4, lines.size(), lines.toString());
    assertTrue(lines.get(1).startsWith("a2,\"Bob, B\",2.00,2001-02-31,2,born,"), lines.toString());
    assertTrue(lines.get(2).startsWith("a3,Cid,x,2001-02-28,3,balance,"), lines.toString());
    assertTrue(lines.get(3).startsWith("a9,Eve,2.00,2001-02-28,4,_error_row,"), lines.toString());
    JsonNode shown = errors(second);
    assertEquals(2, shown.path(0).path("row").asInt());
    assertTrue(shown.path(0).toString().contains("Bob, B"), shown.toString());
    assertTrue(lines(first).get(4).startsWith("J\u00fcrgen,a4,2001-02-30,1.5,4,"), csv(first));
  }

  @Test
  void they_can_be_corrected_in_turn() {
    JsonNode first = first("b");
    JsonNode second = correct(first, csv(first).replace("2001-02-30,1.5,1", "2001-02-28,1.5,1"));
    assertEquals(3, second.path("books").path("rejected").asInt(), second.toString());
    JsonNode third = correct(second, csv(second).replace("2001-02-30,1.5,2", "2001-02-28,1.5,2"));
    assertEquals(1, third.path("books").path("stored").asInt(), third.toString());
    JsonNode fourth = correct(first, csv(third).replace("2001-02-30", "2001-02-28"));

    assertEquals(2, fourth.path("books").path("stored").asInt(), fourth.toString());
    assertEquals("completed", fourth.path("status").asString());
    for (JsonNode row : errors(first)) {
      assertTrue(row.path("resolved").asBoolean(), row.toString());
    }
    assertEquals(4, errors(first).size());
    assertEquals(3, errors(second).size(), "what it found stays what it found");
    assertFalse(lines(second).get(1).contains("2001-02-28"));
    people.audit();
  }

  @Test
  void a_page_ends_where_the_next_begins() {
    JsonNode first = first("c");
    JsonNode second =
        correct(first, "id,name,_error_row\nc9,Eve,98\nc9,Eve,99\nc1,,1\nc2,,2\nc3,,3\nc4,,4\n");
    String path = "/api/imports/" + second.path("id").asString() + "/errors?limit=1";
    String cursor = "";
    int rows = 0;
    do {
      JsonNode page = people.server().get(path + cursor).json();
      rows += page.path("items").size();
      cursor = "&cursor=" + page.path("nextCursor").asString("");
    } while (!cursor.equals("&cursor="));

    assertEquals(6, rows, "four again, and two that correct nothing and are its rows 1 and 2");
  }
}
