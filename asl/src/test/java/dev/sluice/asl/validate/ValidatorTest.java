package dev.sluice.asl.validate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValidatorTest {

  /** The wording is AWS's: recorded, or measured by others (see the README). */
  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      textBlock =
          """
          {} => SCHEMA_VALIDATION_FAILED: These fields are required: [States, StartAt] at /
          {"States":{"A":{"Type":"Succeed"}}} => SCHEMA_VALIDATION_FAILED: These fields are required: [StartAt] at /
          {"StartAt":"A"} => SCHEMA_VALIDATION_FAILED: These fields are required: [States] at /
          [] => SCHEMA_VALIDATION_FAILED: Definition must be a valid JSON object at null
          {"StartAt":"A","States":{"A":{"Type":"Nope"}}} => SCHEMA_VALIDATION_FAILED: The field 'Type' should have one of these values: [Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map] at /States/A/Type
          {"StartAt":"A","States":{"A":{"Type":"Parallel","Branches":[],"End":true}}} => SCHEMA_VALIDATION_FAILED: Value cannot be empty at /States/A/Branches
          {"StartAt":"A","States":{"A":{"Type":"Pass","Catch":[],"End":true}}} => SCHEMA_VALIDATION_FAILED: Field 'Catch' is not supported at /States/A
          {"StartAt":"A","States":{"A":{"Type":"Pass","Next":"B"},"B":{"Type":"Pass","Next":"A"}}} => MISSING_END_STATE: Workflow has no terminal state at null
          {"StartAt":"A","States":{"A":{"Type":"Pass","Next":"B"},"B":{"Type":"Pass","Next":"A"},"C":{"Type":"Pass","End":true}}} => MISSING_TRANSITION_TARGET: State "C" is not reachable. at /States/C
          {"StartAt":"A","States":{"A":{"Type":"Pass","Next":"NOPE"}}} => MISSING_TRANSITION_TARGET: Missing 'Next' target: NOPE at /States/A/Next, MISSING_END_STATE: Workflow has no terminal state at null
          {"StartAt":"A","States":{"A":{"Type":"Pass","Next":"X"},"B":{"Type":"Pass","End":true}}} => MISSING_TRANSITION_TARGET: Missing 'Next' target: X at /States/A/Next, MISSING_TRANSITION_TARGET: State "B" is not reachable. at /States/B
          {"StartAt":"X","States":{"A":{"Type":"Pass","End":true}}} => MISSING_TRANSITION_TARGET: Missing 'Next' target: X at /StartAt, MISSING_TRANSITION_TARGET: State "A" is not reachable. at /States/A
          {"StartAt":"C","States":{"C":{"Type":"Choice","Choices":[{"Variable":"$.x","IsPresent":true,"Next":"X"}],"Default":"D"},"E":{"Type":"Fail"}}} => MISSING_TRANSITION_TARGET: Missing 'Next' target: D at /States/C/Default, MISSING_TRANSITION_TARGET: Missing 'Next' target: X at /States/C/Choices[0]/Next, MISSING_TRANSITION_TARGET: State "E" is not reachable. at /States/E
          {"StartAt":"A","States":{"A":{"Type":"Pass","Output":1,"End":true}}} => SCHEMA_VALIDATION_FAILED: The QueryLanguage is set to 'JSONPath', but field 'Output' is only supported for the 'JSONata' QueryLanguage at /States/A
          {"QueryLanguage":"JSONata","StartAt":"A","States":{"A":{"Type":"Pass","QueryLanguage":"JSONPath","End":true}}} => SCHEMA_VALIDATION_FAILED: 'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine at /States/A
          {"StartAt":"A","States":{"A":{"Type":"Pass","Parameters":{"b":{"c.$":"x"}},"End":true}}} => SCHEMA_VALIDATION_FAILED: The value for the field 'c.$' must be a valid JSONPath or a valid intrinsic function call at /States/A/Parameters/b
          {"QueryLanguage":"JSONata","StartAt":"A","States":{"A":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke","Credentials":{},"End":true}}} => SCHEMA_VALIDATION_FAILED: The field 'RoleArn' is required but was missing at /States/A/Credentials
          {"QueryLanguage":"JSONata","StartAt":"A","States":{"A":{"Type":"Pass","Output":{"v":"{% phone %}"},"End":true}}} => UNSUPPORTED_JSONATA_EXPRESSION: Reference to 'phone' at the top level is not supported. at /States/A/Output/v
          {"QueryLanguage":"JSONata","StartAt":"A","States":{"A":{"Type":"Pass","Output":"{% 1 + %}","End":true}}} => INVALID_JSONATA_EXPRESSION: Unexpected end of expression at /States/A/Output
          {"QueryLanguage":"JSONata","StartAt":"A","States":{"A":{"Type":"Pass","Output":"{% 'open %}","End":true}}} => INVALID_JSONATA_EXPRESSION: String literal must be terminated by a matching quote at /States/A/Output
          {"StartAt":"A","States":{"A":{"Type":"Task","Resource":"price","End":true}}} => INVALID_RESOURCE: The resource provided price is not recognized. The value is not a valid resource ARN, or the resource is not available in this region. at /States/A/Resource
          {"QueryLanguage":"JSONata","StartAt":"A","States":{"A":{"Type":"Pass","Output":"{% $states.result %}","End":true}}} => UNSUPPORTED_JSONATA_EXPRESSION: Field '$states.result' does not exist. at /States/A/Output
          {"QueryLanguage":"JSONata","StartAt":"A","States":{"A":{"Type":"Pass","Assign":{"v":"{% $states.errorOutput.Error %}"},"End":true}}} => UNSUPPORTED_JSONATA_EXPRESSION: Field '$states.errorOutput' does not exist. at /States/A/Assign/v
          {"QueryLanguage":"JSONata","StartAt":"A","States":{"A":{"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage","Arguments":{"a":"{% $states.result %}"},"Output":"{% $states.result & '$states.errorOutput' %}","Next":"B","Catch":[{"ErrorEquals":["E"],"Next":"B","Output":"{% $states.errorOutput %}","Assign":{"v":"{% $states . result %}"}}]},"B":{"Type":"Succeed"}}} => UNSUPPORTED_JSONATA_EXPRESSION: Field '$states.result' does not exist. at /States/A/Arguments/a, UNSUPPORTED_JSONATA_EXPRESSION: Field '$states.result' does not exist. at /States/A/Catch[0]/Assign/v
          {"StartAt":"A","States":{"A":{"Type":"Pass","Assign":{"states":1},"End":true}}} => RESERVED_VARIABLE_NAME: Cannot assign to reserved variable '$states'. at /States/A/Assign
          {"StartAt":"A","States":{"A":{"Type":"Pass","Assign":{"a-b":1},"End":true}}} => INVALID_VARIABLE_NAME: Invalid variable name 'a-b': start it with a letter, use letters, digits and '_' only, at most 80 of them at /States/A/Assign
          {"StartAt":"A","States":{"A":{"Type":"Pass"}}} => SCHEMA_VALIDATION_FAILED: This object should have only one of the following fields: [Next, End] at /States/A
          {"StartAt":"A","States":{"A":{"Type":"Wait","Seconds":-1,"Timestamp":"today","End":true}}} => SCHEMA_VALIDATION_FAILED: Minimum value is 0 at /States/A/Seconds, SCHEMA_VALIDATION_FAILED: String does not match RFC3339 timestamp at /States/A/Timestamp, SCHEMA_VALIDATION_FAILED: There should only be one of the following fields: [Seconds, Timestamp] at /States/A
          {"QueryLanguage":"JSONata","StartAt":"A","States":{"A":{"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage","End":true,"Retry":[{"ErrorEquals":["E"],"IntervalSeconds":"{% 1 %}","BackoffRate":"{% 2 %}"}]}}} => SCHEMA_VALIDATION_FAILED: Expected value of type integer, but was string at /States/A/Retry[0]/IntervalSeconds, SCHEMA_VALIDATION_FAILED: Expected value of type number, but was string at /States/A/Retry[0]/BackoffRate
          {"StartAt":"A","States":{"A":{"Type":"Fail","ErrorPath":"$.a[*]","CausePath":"$$.State.Name"}}} => SCHEMA_VALIDATION_FAILED: Value is not a Reference Path at /States/A/ErrorPath
          {"StartAt":"A","StartAt":"B"} => INVALID_JSON_DESCRIPTION: Duplicate field 'StartAt'
          """)
  void findings_are_worded_as_aws_words_them(String definition, String expected) {
    List<String> findings =
        Validator.validate(definition, Options.standard()).stream().map(Finding::describe).toList();
    String actual = String.join(", ", findings);
    assertEquals(
        expected, actual.contains("\n") ? actual.substring(0, actual.indexOf('\n')) : actual);
  }

  @Test
  void broken_json_is_worded_as_jackson_2_words_it() {
    Finding finding = Validator.validate("not a definition", Options.standard()).getFirst();
    assertEquals("INVALID_JSON_DESCRIPTION", finding.code());
    assertEquals("[Source: (String)\"not a definition\"; line: 1, column: 4]", finding.location());
    assertEquals(
        "Unrecognized token 'not': was expecting (JSON String, Number, Array, Object or token"
            + " 'null', 'true' or 'false')\n"
            + " at "
            + finding.location(),
        finding.message());
  }

  @Test
  void broken_json_is_told_without_the_parsers_own_names() {
    for (String text :
        List.of(
            "{} {}",
            "{\"a\":NaN}",
            "{\"a\":" + "9".repeat(2_000) + "}",
            "[".repeat(600),
            "{\"a\":1,\"a\":2}")) {
      Finding finding = Validator.validate(text, Options.standard()).getFirst();
      assertFalse(finding.message().matches("(?s).*(`|jackson|Feature).*"), finding.message());
      boolean depth = text.startsWith("[");
      assertEquals(depth ? "TOO_DEEPLY_NESTED" : "INVALID_JSON_DESCRIPTION", finding.code());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      textBlock =
          """
          arn:aws:states:us-east-1:111111111111:activity:a => SCHEMA_VALIDATION_FAILED: Express state machine does not support Activity ARN at /States/A/Resource
          arn:aws:states:::states:startExecution.sync => SCHEMA_VALIDATION_FAILED: Express state machine does not support '.sync' service integration at /States/A/Resource
          arn:aws:states:::states:startExecution.sync:2 => SCHEMA_VALIDATION_FAILED: Express state machine does not support '.sync' service integration at /States/A/Resource
          arn:aws:states:::sns:publish.waitForTaskToken => SCHEMA_VALIDATION_FAILED: Express state machine does not support '.waitForTaskToken' service integration  at /States/A/Resource
          """)
  void express_machines_refuse_some_integrations(String resource, String expected) {
    String machine =
        "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Task\",\"Resource\":\"%s\",\"End\":true}}}"
            .formatted(resource);
    assertEquals(List.of(), Validator.validate(machine, Options.standard()));
    assertEquals(
        List.of(expected),
        Validator.validate(machine, Options.express()).stream().map(Finding::describe).toList());
  }

  @Test
  void every_finding_is_reported_at_once() {
    String machine =
        """
        {"StartAt": "A", "Extra": 1, "States": {
          "A": {"Type": "Task", "Next": "B", "Retry": [{"ErrorEquals": [], "BackoffRate": 0.5}]},
          "B": {"Type": "Wait", "Seconds": -1, "Timestamp": "today", "End": true},
          "M": {"Type": "Map", "MaxConcurrency": "many", "End": true, "Iterator": {"StartAt": "A",
            "States": {"A": {"Type": "Pass", "ResultPath": "$.a[*]", "End": true}}}}}}\
        """;
    assertEquals(
        List.of(
            "/",
            "/States/A/Retry[0]/ErrorEquals",
            "/States/A/Retry[0]/BackoffRate",
            "/States/A",
            "/States/B/Seconds",
            "/States/B/Timestamp",
            "/States/B",
            "/States/M/MaxConcurrency",
            "/States/M/Iterator/States/A",
            "/States/M/Iterator/States/A/ResultPath",
            "/States/M"),
        Validator.validate(machine, Options.standard()).stream().map(Finding::location).toList());
    assertEquals(3, Validator.validate(machine, new Options(MachineType.STANDARD, 3)).size());
  }

  @Test
  void a_single_state_is_validated_without_its_neighbours() {
    assertEquals(
        List.of(),
        Validator.validateState("{\"Type\":\"Pass\",\"Next\":\"Elsewhere\"}", Options.standard()));
    assertEquals(
        "/States/StateName/Branches",
        Validator.validateState(
                "{\"Type\":\"Parallel\",\"Branches\":[],\"End\":true}", Options.standard())
            .getFirst()
            .location());
  }

  @Test
  void hostile_definitions_end_in_findings() {
    String nested = "{\"a\":".repeat(100_000);
    for (String text :
        List.of(
            "",
            "\u0000",
            nested,
            "[".repeat(1_000_000),
            "{\"StartAt\":\"" + "A".repeat(1_048_576) + "\"}",
            machine("\"Parameters\":" + "{\"a\":".repeat(2_000) + "1" + "}".repeat(2_000)),
            machine("\"InputPath\":\"$" + ".a".repeat(400_000) + "\""),
            machine("\"InputPath\":\"$" + "[?(@".repeat(200_000) + "\""),
            machine("\"Parameters\":{\"a.$\":\"" + "States.Array(".repeat(60_000) + "\"}"),
            machine("\"Result\":1,".repeat(50_000) + "\"Comment\":\"\""),
            jsonata("(".repeat(400_000)),
            jsonata("[".repeat(200_000) + "]".repeat(200_000)),
            jsonata("a.".repeat(300_000)),
            jsonata("'" + "x\\\\n".repeat(100_000) + "' & phone"),
            jsonata("/*" + "*".repeat(500_000) + "*/ phone"),
            jsonata("phone + ".repeat(100_000) + "1"),
            jsonata("-".repeat(400_000) + "phone"),
            maps(150))) {
      assertFalse(Validator.validate(text, Options.standard()).isEmpty());
    }
  }

  private static String machine(String fields) {
    return "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Pass\",\"End\":true," + fields + "}}}";
  }

  private static String jsonata(String expression) {
    return machine("\"QueryLanguage\":\"JSONata\",\"Output\":\"{% " + expression + " %}\"");
  }

  /** Map states within Map states, all of one name. */
  private static String maps(int depth) {
    String inner = "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Pass\",\"End\":true}}}";
    for (int i = 0; i < depth; i++) {
      inner =
          "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Map\",\"End\":true,\"Iterator\":"
              + inner
              + "}}}";
    }
    return inner;
  }
}
