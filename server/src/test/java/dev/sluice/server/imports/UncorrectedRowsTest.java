package dev.sluice.server.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A row of {@code errors.csv} that nobody has corrected never lands as something else. */
class UncorrectedRowsTest {
  private static People people;

  @BeforeAll
  static void start() {
    people = new People();
  }

  @AfterAll
  static void stop() {
    people.close();
  }

  private static JsonNode load(byte[] file) {
    var reply = people.server().post("/api/imports?type=people", file);
    assertEquals(202, reply.status(), reply.text());
    return people.ended(reply.json().path("id").asString());
  }

  private static JsonNode load(String file) {
    return load(file.getBytes(StandardCharsets.UTF_8));
  }

  private static String csv(JsonNode one) {
    return people.server().get("/api/imports/" + one.path("id").asString() + "/errors.csv").text();
  }

  private static JsonNode correct(JsonNode one, String file) {
    return people.load("type=people&corrects=" + one.path("id").asString(), file);
  }

  private static List<String> codes(JsonNode one) {
    String path = "/api/imports/" + one.path("id").asString() + "/errors";
    return people
        .server()
        .get(path)
        .json()
        .path("items")
        .valueStream()
        .map(item -> item.path("errors").path(0).path("code").asString())
        .toList();
  }

  private static long stored(JsonNode one) {
    return one.path("books").path("stored").asLong();
  }

  /** Sent back twice as it is, by either id, and then corrected. */
  private static void staysWrong(JsonNode first, int rows) {
    assertEquals(rows, first.path("books").path("rejected").asInt(), first.toString());
    JsonNode second = correct(first, csv(first));
    assertEquals(0, stored(second), csv(first));
    assertEquals(codes(first), codes(second), csv(second));
    assertTrue(csv(second).contains("correct this row: it was sent back as it was"), csv(second));
    assertEquals(0, stored(correct(second, csv(second))), csv(second));
    assertEquals(0, stored(correct(first, csv(second))), csv(second));
    people.audit();
  }

  @Test
  void quotes_where_none_may_be_are_shown_as_they_stand() {
    JsonNode first = load(People.HEADER + "\"q1\"x,Ann,,\nq2,\"Bob\"by,,\n");
    List<String> lines = csv(first).lines().toList();
    assertTrue(lines.get(1).startsWith("\"\"\"q1\"\"x\",Ann,,,1,"), lines.toString());
    assertTrue(lines.get(2).startsWith("q2,\"\"\"Bob\"\"by\",,,2,"), lines.toString());
    staysWrong(first, 2);
    JsonNode last = correct(first, csv(first).replace("\"\"\"Bob\"\"by\"", "Bobby"));
    assertEquals(1, stored(last), last.toString());
  }

  @Test
  void bytes_that_are_no_text_do_not_land_as_something_else() {
    var file = new ByteArrayOutputStream();
    file.writeBytes((People.HEADER + "e1,J").getBytes(StandardCharsets.UTF_8));
    file.write(0xFF);
    file.writeBytes("rg,,\ne2,J\u00f6rg,x,\n".getBytes(StandardCharsets.UTF_8));
    JsonNode first = load(file.toByteArray());
    assertTrue(codes(first).contains("encoding"), codes(first).toString());
    JsonNode second = correct(first, csv(first));
    assertEquals(0, stored(second), csv(first));
    assertEquals(1, stored(correct(first, csv(first).replace('\uFFFD', '\u00f6'))));
  }

  @Test
  void a_row_that_lacks_fields_is_not_filled_up() {
    JsonNode first = load(People.HEADER + "f1,Ann\nf2,Bob,\n");
    staysWrong(first, 2);
    JsonNode last = correct(first, csv(first).replace("f1,Ann,,", "f1,Ann,,1.00"));
    assertEquals(1, stored(last), last.toString());
  }

  @Test
  void what_is_no_json_object_is_in_no_column_of_the_records() {
    JsonNode first = load("{\"id\":\"j1\",\"name\":7}\n5\n\"hey\"\nnull\n[1]\n{\"id\":\"j2\",}\n");
    List<String> lines = csv(first).lines().toList();
    assertTrue(lines.getFirst().startsWith("\uFEFFid,name,_error_surplus,_error_row,"));
    assertTrue(lines.get(2).startsWith(",,5,2,"), lines.toString());
    assertTrue(lines.get(6).startsWith(",,\"{\"\"id\"\":\"\"j2\"\",}\",6,"), lines.toString());
    JsonNode second = correct(first, csv(first).replace("j1,7,", "j1,,"));
    assertEquals(0, stored(second), csv(first));
    assertEquals(codes(first).subList(1, 6), codes(second).subList(1, 6));
    String filled = csv(first).replace(",,5,2,", "j5,Eve,,2,");
    assertEquals(2, stored(correct(first, filled)), "7 is a text in CSV, and a row was filled in");
  }

  @Test
  void a_column_that_the_dataset_has_not_comes_back_and_is_wrong_where_it_has_a_value() {
    JsonNode first =
        load("[{\"id\":\"z1\",\"name\":\"A\",\"zz\":1},{\"id\":\"z2\",\"name\":\"\"}]");
    String csv = csv(first);
    assertTrue(csv.startsWith("\uFEFFid,name,zz,_error_row"), csv);
    JsonNode second = correct(first, csv.replace("z2,,", "z2,Bob,"));
    assertEquals(1, stored(second), second.toString());
    assertEquals(List.of("unknown-field"), codes(second));
    assertEquals(1, stored(correct(first, csv.replace("z1,A,1,", "z1,A,,"))));
  }

  @Test
  void fields_without_a_column_have_one_of_their_own() {
    JsonNode first = load(People.HEADER + "s1,Ann,,1.00,\"x, y\",z\ns2,,,1.00\n");
    List<String> lines = csv(first).lines().toList();
    assertTrue(
        lines.getFirst().startsWith("\uFEFFid,name,born,balance,_error_surplus,_error_row,"));
    assertTrue(
        lines.get(1).startsWith("s1,Ann,,1.00,\"\"\"x, y\"\",z\",1,,ragged,"), lines.toString());
    assertFalse(lines.get(1).endsWith("z"), lines.toString());
    JsonNode second = correct(first, csv(first));
    assertEquals(0, stored(second));
    assertEquals(codes(first), codes(second));
    assertEquals(
        lines.get(1).split(",1,,ragged", 2)[0],
        csv(second).lines().toList().get(1).split(",1,,ragged", 2)[0]);
    String emptied = csv(first).replace("\"\"\"x, y\"\",z\"", "");
    assertEquals(1, stored(correct(first, emptied)), emptied);
  }
}
