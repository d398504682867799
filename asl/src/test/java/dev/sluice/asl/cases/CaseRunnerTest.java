package dev.sluice.asl.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What a case expects, and how what was recorded of tasks answers. */
class CaseRunnerTest {
  private static final String PASS =
      "\"definition\":{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Pass\",\"End\":true}}}";

  private static CaseReport run(String json) {
    return CaseRunner.run(AslCase.parse(json));
  }

  @Test
  void null_is_expected_where_it_is_written_and_nothing_where_it_is_not() {
    assertFalse(run("{" + PASS + ",\"input\":{\"a\":1},\"expected_output\":null}").passed());
    assertTrue(run("{" + PASS + ",\"input\":null,\"expected_output\":null}").passed());
    assertTrue(run("{" + PASS + ",\"input\":{\"a\":1}}").passed());
  }

  @Test
  void a_failure_needs_no_output() {
    assertTrue(
        run("""
        {"definition":{"StartAt":"F","States":{"F":{"Type":"Fail","Error":"E"}}},
         "expected_error":"E","expected_output":null}
        """)
            .passed());
  }

  @Test
  void a_definition_may_be_its_text() {
    assertTrue(
        run("""
        {"definition":"{\\"StartAt\\":\\"A\\",\\"States\\":{\\"A\\":{\\"Type\\":\\"Succeed\\"}}}",
         "input":7,"expected_output":7}
        """)
            .passed());
    CaseReport broken = run("{\"definition\":\"{\"}");
    assertEquals("INVALID", broken.status());
    assertEquals(
        "Invalid State Machine Definition: 'INVALID_JSON_DESCRIPTION: Unexpected end-of-input:"
            + " expected close marker for Object at line 1, column 2'",
        broken.cause());
  }

  @Test
  void what_is_written_by_hand_means_what_it_says() {
    String input =
        "{\"at\":\"2026-01-01T00:00:00Z\",\"arn\":\"arn:aws:s3:us-east-1::x\",\"json\":\"[1]\"}";
    assertTrue(
        run("{" + PASS + ",\"input\":" + input + ",\"expected_output\":" + input + "}").passed());
    String other = input.replace("2026", "2027");
    assertFalse(
        run("{" + PASS + ",\"input\":" + input + ",\"expected_output\":" + other + "}").passed());
    assertFalse(run("{" + PASS + ",\"input\":\"b\",\"expected_output\":\"<a>\"}").passed());
    assertFalse(run("{" + PASS + ",\"input\":\"[1]\",\"expected_output\":[1]}").passed());
    assertTrue(run("{" + PASS + ",\"input\":1.0,\"expected_output\":1}").passed());
  }

  @Test
  void a_recorders_placeholders_stand_for_what_changes() {
    assertTrue(
        run("{"
                + PASS
                + ",\"input\":{\"arn\":\"arn:aws:s3:us-east-1::x\",\"at\":\"2026-01-01T00:00:00Z\"},"
                + "\"expected_output\":{\"arn\":\"arn:<partition>:s3:<region>::x\",\"at\":\"date\"}}")
            .passed());
  }

  @Test
  void a_name_may_be_anything() {
    assertEquals("5", AslCase.parse("{\"name\":5}").givenName());
    assertNull(AslCase.parse("{\"name\":null}").givenName());
    assertNull(AslCase.parse("{}").givenName());
  }

  @Test
  void recorded_tasks_answer_whoever_asks_the_same() {
    CaseReport report =
        run(
            """
            {"definition":{"StartAt":"M","States":{"M":{"Type":"Map","End":true,"ItemProcessor":{"StartAt":"T","States":{
               "T":{"Type":"Task","Resource":"arn:aws:lambda:us-east-1:111111111111:function:f","End":true}}}}}},
             "input":[1,2,3],
             "tasks":[
               {"state":"T","scheduled":{"input":"3"},"outcomes":[{"type":"LambdaFunctionSucceeded","details":{"output":"\\"three\\""}}]},
               {"state":"T","scheduled":{"input":"1"},"outcomes":[{"type":"LambdaFunctionSucceeded","details":{"output":"\\"one\\""}}]},
               {"state":"T","scheduled":{"input":"2"},"outcomes":[{"type":"LambdaFunctionSucceeded","details":{"output":"\\"two\\""}}]}],
             "expected_output":["one","two","three"]}
            """);
    assertEquals(List.of(), report.differences());
  }

  @Test
  void a_task_that_is_asked_something_else_answers_and_says_so() {
    CaseReport report =
        run(
            """
            {"definition":{"StartAt":"T","States":{
               "T":{"Type":"Task","Resource":"arn:aws:lambda:us-east-1:111111111111:function:f","End":true}}},
             "input":1,
             "tasks":[{"state":"T","scheduled":{"input":"2"},"outcomes":[{"type":"LambdaFunctionFailed","details":{"error":"E","cause":null}}]}],
             "expected_error":"E"}
            """);
    assertEquals(List.of("T: expected 2, got 1"), report.differences());
    assertNull(report.cause());
  }

  @Test
  void a_task_that_teststate_called_for_real_answers_again() {
    CaseReport report =
        run(
            """
            {"kind":"test_state",
             "definition":{"Type":"Task","Resource":"arn:aws:lambda:us-east-1:111111111111:function:f","End":true},
             "test_state_args":{"input":"1","inspectionLevel":"DEBUG"},
             "recorded_response":{"status":"SUCCEEDED","output":"\\"two\\"","inspectionData":{
               "input":"1","afterInputPath":"1","afterParameters":"1","result":"\\"two\\"",
               "afterResultSelector":"\\"two\\"","afterResultPath":"\\"two\\""}}}
            """);
    assertEquals(List.of(), report.differences());
  }
}
