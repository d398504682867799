package dev.sluice.server.crash;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** A file of members with planted mistakes, and what must come of it. */
final class Members {
  static final String DEFINITIONS =
      """
      dataset: members
      path: members
      schema:
        type: object
        required: [id, name]
        additionalProperties: false
        properties:
          id: {type: string}
          name: {type: string, minLength: 1}
          born: {type: [string, 'null'], format: date}
          balance: {type: [number, 'null'], multipleOf: 0.01}
      ---
      import: members
      dataset: members
      """;

  private final Path file;
  private final int rows;
  private final Map<Integer, String> planted = new TreeMap<>();

  /** About one row in a hundred is bad; which and how, the seed decides. */
  Members(Path file, int rows, long seed) throws IOException {
    this.file = file;
    this.rows = rows;
    Random random = new Random(seed);
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write("id,name,born,balance\n");
      for (int row = 1; row <= rows; row++) {
        int mistake = random.nextInt(400);
        String good = "M" + row + ",\"Member, " + row + "\",1980-02-03," + row % 977 + ".25";
        switch (mistake) {
          case 0 -> plant(out, row, "M" + row + ",,1980-02-03,1.25", "required");
          case 1 -> plant(out, row, "M" + row + ",Ann,1980-02-31,1.25", "format");
          case 2 -> plant(out, row, "M" + row + ",Ann,1980-02-03,a lot", "type");
          case 3 -> plant(out, row, "M" + row + ",Ann,1980-02-03", "ragged");
          default -> out.write(good);
        }
        out.write('\n');
      }
    }
  }

  private void plant(BufferedWriter out, int row, String line, String code) throws IOException {
    out.write(line);
    planted.put(row, code);
  }

  Path file() {
    return file;
  }

  int rows() {
    return rows;
  }

  /** Codes of the bad rows by number. */
  Map<Integer, String> planted() {
    return planted;
  }
}
