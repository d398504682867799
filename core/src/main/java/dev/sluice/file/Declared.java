package dev.sluice.file;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the sender says of a file; what it holds has the last word, except for the charset.
 *
 * @param fileName null if not known
 * @param contentType as the header has it, with its parameters; null if not known
 */
public record Declared(@Nullable String fileName, @Nullable String contentType) {
  public static final Declared NOTHING = new Declared(null, null);

  /** The charset parameter of the content type. */
  Optional<String> charset() {
    if (contentType == null) {
      return Optional.empty();
    }
    for (String part : contentType.split(";", -1)) {
      String parameter = part.strip();
      if (parameter.toLowerCase(Locale.ROOT).startsWith("charset=")) {
        String value = parameter.substring("charset=".length()).strip().replace("\"", "");
        return value.isEmpty() ? Optional.empty() : Optional.of(value);
      }
    }
    return Optional.empty();
  }
}
