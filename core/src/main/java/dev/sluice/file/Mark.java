package dev.sluice.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a file of errors says of a row whose fault its fields cannot show, such as bytes that are no
 * text: the code, and what the fields are. Where they come back the same, nobody has corrected the
 * row, and it would land as what was never sent.
 */
final class Mark {
  private static final Pattern FORM = Pattern.compile("(\\S{1,100}) [0-9a-f]{16}");
  private static final int BYTES = 8;

  private Mark() {}

  /**
   * Of a row.
   *
   * @param names of its columns, in any order; those of {@link ErrorColumns} do not count
   * @param texts one a name
   * @param surplus what belongs to no column
   */
  static String of(String code, List<String> names, List<String> texts, String surplus) {
    Map<String, String> fields = new TreeMap<>();
    for (int i = 0; i < names.size(); i++) {
      // A column without values may be left out, and a spreadsheet may have no such character.
      String text = texts.get(i).replace('\uFFFD', '?');
      if (!text.isEmpty() && !ErrorColumns.isOne(names.get(i))) {
        fields.put(names.get(i).strip(), text);
      }
    }
    fields.put(ErrorColumns.SURPLUS, surplus.replace('\uFFFD', '?'));
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      fields.forEach((name, text) -> {
        digest.update((name.length() + " " + name + text.length() + " " + text).getBytes(UTF_8));
      });
      return code + " " + HexFormat.of().formatHex(digest.digest(), 0, BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The code of a row that came back as it was; null where it was changed. */
  static @Nullable String code(
      String mark, List<String> names, List<String> texts, String surplus) {
    var form = FORM.matcher(mark.strip());
    return form.matches() && of(form.group(1), names, texts, surplus).equals(mark.strip())
        ? form.group(1)
        : null;
  }
}
