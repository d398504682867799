package dev.sluice.asl.validate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fields of a Map and what may stand beside what; sources: the States Language and AWS's guide. */
class MapRulesTest {
  private static final String DISTRIBUTED =
      "\"ProcessorConfig\":{\"Mode\":\"DISTRIBUTED\",\"ExecutionType\":\"STANDARD\"},";

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      textBlock =
          """
          {"Mode":"DISTRIBUTED"} => SCHEMA_VALIDATION_FAILED: These fields are required: [ExecutionType] at /States/M/ItemProcessor/ProcessorConfig
          {"Mode":"INLINE","ExecutionType":"STANDARD"} => SCHEMA_VALIDATION_FAILED: Field 'ExecutionType' is not supported at /States/M/ItemProcessor/ProcessorConfig
          {"Mode":"DISTRIBUTED","ExecutionType":"SLOW"} => SCHEMA_VALIDATION_FAILED: Value should be one of the following: [STANDARD, EXPRESS] at /States/M/ItemProcessor/ProcessorConfig/ExecutionType
          {"Mode":"INLINE"} => ``
          {"Mode":"DISTRIBUTED","ExecutionType":"EXPRESS"} => ``
          {} => ``
          """)
  void an_execution_type_belongs_to_the_distributed_mode_and_only_there(
      String config, String expected) {
    assertFindings(expected, map("", "\"ProcessorConfig\":" + config + ","));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      textBlock =
          """
          "ItemBatcher":{} => SCHEMA_VALIDATION_FAILED: At least one of these fields is required: [MaxItemsPerBatch, MaxItemsPerBatchPath, MaxInputBytesPerBatch, MaxInputBytesPerBatchPath] at /States/M/ItemBatcher
          "ItemBatcher":{"BatchInput":{"a":1}} => SCHEMA_VALIDATION_FAILED: At least one of these fields is required: [MaxItemsPerBatch, MaxItemsPerBatchPath, MaxInputBytesPerBatch, MaxInputBytesPerBatchPath] at /States/M/ItemBatcher
          "ItemBatcher":{"MaxInputBytesPerBatchPath":"$.n"} => ``
          "ItemBatcher":{"MaxItemsPerBatch":0} => SCHEMA_VALIDATION_FAILED: Minimum value is 1 at /States/M/ItemBatcher/MaxItemsPerBatch
          "ItemReader":{"Resource":"arn:aws:states:::s3:putObject"} => SCHEMA_VALIDATION_FAILED: The field 'Resource' does not match any of the allowed values: [arn:aws:states:::s3:getObject, arn:aws:states:::s3:listObjectsV2] at /States/M/ItemReader/Resource
          "ItemReader":{"Resource":"${Reader}"} => ``
          "ItemReader":{"Resource":"arn:aws-cn:states:::s3:listObjectsV2"} => ``
          "ItemReader":{"Resource":"arn:aws:states:::s3:getObject","ReaderConfig":{"InputType":"CSV"}} => SCHEMA_VALIDATION_FAILED: The field 'CSVHeaderLocation' is required at /States/M/ItemReader/ReaderConfig
          "ItemReader":{"Resource":"arn:aws:states:::s3:getObject","ReaderConfig":{"InputType":"JSON","CSVHeaderLocation":"FIRST_ROW"}} => SCHEMA_VALIDATION_FAILED: Field 'CSVHeaderLocation' is not supported at /States/M/ItemReader/ReaderConfig
          "ItemReader":{"Resource":"arn:aws:states:::s3:getObject","ReaderConfig":{"InputType":"JSON","MaxItems":100000001}} => SCHEMA_VALIDATION_FAILED: Maximum value is 100000000 at /States/M/ItemReader/ReaderConfig/MaxItems
          "ItemReader":{"Resource":"arn:aws:states:::s3:getObject","ReaderConfig":{"InputType":"JSON","MaxItemsPath":"$$.Execution.Input.n"}} => SCHEMA_VALIDATION_FAILED: Value is not a Reference Path at /States/M/ItemReader/ReaderConfig/MaxItemsPath
          "ItemReader":{"Resource":"arn:aws:states:::s3:getObject","Parameters":"$.bucket"} => SCHEMA_VALIDATION_FAILED: Expected value of type object, but was string at /States/M/ItemReader/Parameters
          "QueryLanguage":"JSONata","ItemReader":{"Resource":"arn:aws:states:::s3:getObject","Arguments":[1]} => SCHEMA_VALIDATION_FAILED: Expected value of type object, but was array at /States/M/ItemReader/Arguments
          "QueryLanguage":"JSONata","ItemReader":{"Resource":"arn:aws:states:::s3:getObject","Arguments":"{% $states.input %}"} => ``
          "ResultWriter":{} => SCHEMA_VALIDATION_FAILED: ResultWriter cannot be empty: give WriterConfig, or Resource and Parameters, or all three at /States/M/ResultWriter
          "ResultWriter":{"Resource":"arn:aws:states:::s3:putObject"} => SCHEMA_VALIDATION_FAILED: These fields are required: [Parameters] at /States/M/ResultWriter
          "ResultWriter":{"Parameters":{"Bucket":"b"}} => SCHEMA_VALIDATION_FAILED: These fields are required: [Resource] at /States/M/ResultWriter
          "ResultWriter":{"WriterConfig":{"OutputType":"JSON","Transformation":"NONE"}} => ``
          "MaxConcurrencyPath":"$$.Execution.Input.n" => SCHEMA_VALIDATION_FAILED: Value is not a Reference Path at /States/M/MaxConcurrencyPath
          "MaxConcurrencyPath":"$limit" => ``
          "ItemsPath":"$$.Execution.Input.items" => ``
          "ToleratedFailurePercentage":100.5 => SCHEMA_VALIDATION_FAILED: Maximum value is 100.0 at /States/M/ToleratedFailurePercentage
          """)
  void readers_batchers_and_writers_are_complete_and_within_limits(String field, String expected) {
    assertFindings(expected, map(field + ",", DISTRIBUTED));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a b",
        "a\u00a0b",
        "a?",
        "a*",
        "a<b",
        "a>b",
        "a{b",
        "a}b",
        "a[b",
        "a]b",
        "a:b",
        "a;b",
        "a,b",
        "a\\\\b",
        "a|b",
        "a^b",
        "a~b",
        "a$b",
        "a#b",
        "a%b",
        "a&b",
        "a`b",
        "a\\\"b",
        "a\\u0001b",
        "a\\u0085b",
        "",
        "12345678901234567890123456789012345678901"
      })
  void a_label_has_at_most_40_characters_and_none_that_aws_forbids(String label) {
    List<Finding> findings = findings(map("\"Label\":\"" + label + "\",", DISTRIBUTED));
    assertEquals(
        List.of("INVALID_LABEL_NAME at /States/M/Label"),
        findings.stream().map(f -> f.code() + " at " + f.location()).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"Map", "a-b_c.d!(e)'=+@", "\u00e4\u00f6\u00fc", "${Label}"})
  void other_labels_are_taken(String label) {
    assertEquals(List.of(), findings(map("\"Label\":\"" + label + "\",", DISTRIBUTED)));
  }

  private static void assertFindings(String expected, String machine) {
    assertEquals(
        expected, String.join(", ", findings(machine).stream().map(Finding::describe).toList()));
  }

  private static List<Finding> findings(String machine) {
    return Validator.validate(machine, Options.standard());
  }

  private static String map(String fields, String config) {
    return """
    {"StartAt":"M","States":{"M":{"Type":"Map","End":true,%s
      "ItemProcessor":{%s"StartAt":"P","States":{"P":{"Type":"Pass","End":true}}}}}}\
    """
        .formatted(fields, config);
  }
}
