package dev.sluice.bench.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.file.Chunk;
import dev.sluice.file.ExpectedColumns;
import dev.sluice.file.FileFormat;
import dev.sluice.file.RowProcessor;
import dev.sluice.object.ObjectStore;
import dev.sluice.record.ColumnRoles;
import dev.sluice.record.DatasetSchema;
import dev.sluice.record.Mapping;
import dev.sluice.record.Uuid7;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Rows of contacts, 124 bytes each on the average, and a dataset without a key for them. */
final class Contacts {
  static final int ROWS = 10_000;

  private static final String SCHEMA =
      """
      {"type": "object", "additionalProperties": false,
       "required": ["customerId", "email", "lastName", "country", "updatedAt"],
       "properties": {
         "customerId": {"type": "string", "pattern": "^C[0-9]{8}$"},
         "email": {"type": "string", "format": "email", "maxLength": 254},
         "firstName": {"type": ["string", "null"], "maxLength": 100},
         "lastName": {"type": "string", "minLength": 1, "maxLength": 100},
         "phone": {"type": ["string", "null"], "maxLength": 40},
         "country": {"type": "string", "pattern": "^[A-Z]{2}$"},
         "signupDate": {"type": ["string", "null"], "format": "date"},
         "balance": {"type": ["number", "null"], "multipleOf": 0.01},
         "updatedAt": {"type": "string", "format": "date-time"}}}
      """;
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
  private static final List<String> FIRST =
      List.of("Anna", "Maximilian", "José", "Charlotte", "Li", "Benjamin");
  private static final List<String> LAST =
      List.of("Schmidt", "Nakamura", "O'Brien", "Müller-Lüdenscheidt", "Garcia", "Okonkwo");
  private static final List<String> COUNTRIES = List.of("DE", "JP", "IE", "MX", "NG", "FR");

  private Contacts() {}

  /** One chunk of rows, without a header. */
  static byte[] rows() {
    Random random = new Random(11);
    ByteArrayOutputStream out = new ByteArrayOutputStream(ROWS * 128);
    for (int i = 0; i < ROWS; i++) {
      int who = random.nextInt(6);
      String row =
          String.format(
              Locale.ROOT,
              "C%08d,%s.%d@example-mail.com,%s,\"%s\",+49 30 %07d,%s,20%02d-%02d-%02d,%d.%02d,"
                  + "2024-%02d-%02dT%02d:%02d:%02dZ\n",
              i,
              LAST.get(random.nextInt(6)).replaceAll("[^A-Za-z]", "").toLowerCase(Locale.ROOT),
              i,
              FIRST.get(who),
              LAST.get(random.nextInt(6)),
              random.nextInt(10_000_000),
              COUNTRIES.get(who),
              random.nextInt(24),
              1 + random.nextInt(12),
              1 + random.nextInt(28),
              random.nextInt(10_000),
              random.nextInt(100),
              1 + random.nextInt(12),
              1 + random.nextInt(28),
              random.nextInt(24),
              random.nextInt(60),
              random.nextInt(60));
      out.writeBytes(row.getBytes(UTF_8));
    }
    return out.toByteArray();
  }

  static DatasetSchema schema() {
    return DatasetSchema.of(JSON.readTree(SCHEMA), ColumnRoles.NONE);
  }

  static FileFormat format() {
    return FileFormat.csv(schema().columns().stream().map(column -> column.name()).toList());
  }

  static RowProcessor processor() {
    Uuid7 ids = new Uuid7(InstantSource.system(), new Random(5));
    return new RowProcessor(
        "default",
        "contacts",
        schema(),
        ExpectedColumns.ANY,
        Mapping.IDENTITY,
        format(),
        ids::next);
  }

  /** Stored, so that it is read as a worker reads it. */
  static Chunk chunk(ObjectStore store, byte[] rows) {
    try {
      store.put("contacts", new ByteArrayInputStream(rows));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return new Chunk("contacts", 0, rows.length, 1, 2, ROWS);
  }
}
