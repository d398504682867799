package dev.sluice.jsonata;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What every evaluation of an expression shares. */
record Environment(
    JsonataOptions options,
    Numbers numbers,
    Map<String, FunctionValue> functions,
    long timeoutNanos) {

  /** A host variable or function by name. */
  @Nullable JsonNode global(Run run, String name) {
    if (run.hasVariables) {
      JsonNode variable = run.variables.get(name);
      if (variable != null) {
        return variable;
      }
    }
    return functions.get(name);
  }
}
