package dev.sluice.asl.json;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;

/** A parser's complaint, without its remarks on its own classes and settings. */
public final class JsonProblem {

  private JsonProblem() {}

  /** One line. */
  public static String message(JacksonException wrong) {
    return wrong
        .getOriginalMessage()
        .replaceAll(" \\(start marker at .*", "")
        .replaceFirst("^Trailing token .*", "There is more after the end of the JSON value")
        .replaceFirst(": enable `JsonReadFeature.*", ": JSON has no such value")
        .replaceAll("\\((\\d+), from `[^`]*`\\)", "($1)")
        .replaceFirst("^Duplicate Object property \"(.*)\"$", "Duplicate field '$1'")
        .replaceAll("\\s*\\R\\s*", " ");
  }

  /** {@code line 2, column 7}; empty where the parser does not know, as with limits. */
  public static String place(JacksonException wrong) {
    @Nullable TokenStreamLocation at = wrong.getLocation();
    return at == null || at.getLineNr() < 1
        ? ""
        : "line " + at.getLineNr() + ", column " + at.getColumnNr();
  }
}
