package dev.sluice.record;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What became of one record. */
public sealed interface Processed {

  /**
   * It can be stored.
   *
   * @param id UUIDv5 of its identity; for a dataset without a key, a new id
   * @param key its key's values in the definition's order; empty without a key
   * @param values of all columns in the order of {@link DatasetSchema#columns()}, of the types
   *     {@link ColumnType} names, null where absent; not to be changed
   * @param record the mapped record, without what the platform fills; not to be changed
   * @param size of the original bytes
   */
  record Accepted(
      UUID id,
      List<Object> key,
      List<@Nullable Object> values,
      JsonNode record,
      Fingerprint fingerprint,
      int size)
      implements Processed {}

  /**
   * It cannot, and why: everything found, the first error's code first.
   *
   * @param code of the first error
   */
  record Rejected(List<FieldError> errors, String code) implements Processed {

    public Rejected {
      errors = List.copyOf(errors);
    }

    static Rejected of(List<FieldError> errors) {
      return new Rejected(errors, errors.getFirst().code());
    }

    static Rejected of(JsonProblem problem) {
      return of(
          List.of(new FieldError(problem.code(), "", null, problem.message(), hint(problem))));
    }

    private static String hint(JsonProblem problem) {
      return switch (problem.kind()) {
        case NOT_JSON -> "send one JSON value as RFC 8259 describes, in UTF-8";
        case DUPLICATE_KEY -> "send each name of an object once";
        case LIMIT -> "keep within the limit";
      };
    }
  }
}
