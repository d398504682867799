package dev.sluice.postgres;

import static java.util.Objects.requireNonNull;

import dev.sluice.run.NewBatch;
import dev.sluice.run.RunKind;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Writes the dead letters of one batch; a letter that is known already stays the one it is. */
final class LetterWriter {
  private final Connection connection;
  private final NewBatch batch;
  private final Supplier<UUID> ids;
  private final @Nullable String dismissal;

  LetterWriter(Connection connection, NewBatch batch, Supplier<UUID> ids) {
    this(connection, batch, ids, null);
  }

  /**
   * @param dismissal why letters are dismissed as they are written; null: they are open
   */
  LetterWriter(
      Connection connection, NewBatch batch, Supplier<UUID> ids, @Nullable String dismissal) {
    this.connection = connection;
    this.batch = batch;
    this.ids = ids;
    this.dismissal = dismissal;
  }

  /**
   * @param known it was there before, or comes twice in this batch
   */
  record Posted(UUID id, boolean known) {}

  @SuppressWarnings("ReferenceEquality") // letters are told apart, not compared
  Map<Letter, Posted> write(List<Letter> letters) throws SQLException {
    // In the order of their identities, so that concurrent batches cannot deadlock.
    Map<String, Letter> byIdentity = new TreeMap<>();
    IdentityHashMap<Letter, String> identities = new IdentityHashMap<>();
    for (Letter letter : letters) {
      String identity = identity(batch, letter);
      identities.put(letter, identity);
      byIdentity.putIfAbsent(identity, letter);
    }
    Map<String, UUID> written = insert(byIdentity);
    Map<String, UUID> known =
        written.size() == byIdentity.size() ? Map.of() : find(connection, byIdentity.keySet());
    IdentityHashMap<Letter, Posted> posted = new IdentityHashMap<>();
    identities.forEach((letter, identity) -> {
      UUID fresh = written.get(identity);
      UUID id = fresh != null ? fresh : requireNonNull(known.get(identity));
      boolean first = fresh != null && letter == byIdentity.get(identity);
      posted.put(letter, new Posted(id, !first));
    });
    return posted;
  }

  /**
   * (feed, tenant, SHA-256 of the original bytes, code), or (run, row) where the file gives every
   * row a place of its own: rule 1.
   */
  static String identity(NewBatch batch, Letter letter) {
    MessageDigest digest = sha256();
    if (batch.key().kind() == RunKind.IMPORT) {
      String place = "row:" + batch.run() + ":" + letter.entry().row();
      return HexFormat.of().formatHex(digest.digest(place.getBytes(StandardCharsets.UTF_8)));
    }
    for (String part : List.of(batch.key().name(), batch.key().tenant(), letter.code())) {
      digest.update(part.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
    }
    digest.update(sha256().digest(letter.entry().original()));
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private Map<String, UUID> insert(Map<String, Letter> letters) throws SQLException {
    int size = letters.size();
    UUID[] newIds = new UUID[size];
    String[] codes = new String[size];
    @Nullable String[] sources = new String[size];
    Integer[] rows = new Integer[size];
    String[] errors = new String[size];
    byte[][] originals = new byte[size][];
    String[] correlations = new String[size];
    String[] identities = new String[size];
    int i = 0;
    for (Map.Entry<String, Letter> each : letters.entrySet()) {
      Letter letter = each.getValue();
      newIds[i] = ids.get();
      codes[i] = letter.code();
      sources[i] = PostgresText.storable(letter.entry().source());
      rows[i] = letter.entry().row();
      errors[i] = ErrorsJson.write(letter.errors());
      originals[i] = letter.entry().original();
      correlations[i] = letter.entry().correlation();
      identities[i] = each.getKey();
      i++;
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            insert into dead_letter (tenant, kind, name, dataset, cause, run, batch, definition,
                                     id, code, source, row_number, errors, original, correlation,
                                     identity, state, resolution, reason, resolved_at)
            select ?, ?, ?, ?, 'REJECTED', ?, ?, ?, l.id, l.code, l.source, l.row, l.errors::jsonb,
                   l.original, l.correlation, decode(l.identity, 'hex'), r.state, r.resolution,
                   r.reason, r.at
            from unnest(?::uuid[], ?::text[], ?::text[], ?::int[], ?::text[], ?, ?::text[],
                        ?::text[])
              as l(id, code, source, row, errors, original, correlation, identity),
              (select case when reason is null then 'open' else 'resolved' end as state, reason,
                      case when reason is null then null else 'dismissed' end as resolution,
                      case when reason is null then null else now() end as at
               from (select ?::text as reason) given) as r
            on conflict (identity) do nothing
            returning id, encode(identity, 'hex')
            """)) {
      insert.setString(1, batch.key().tenant());
      insert.setString(2, batch.key().kind().label());
      insert.setString(3, batch.key().name());
      insert.setString(4, batch.dataset());
      insert.setObject(5, batch.run());
      insert.setObject(6, batch.id());
      insert.setString(7, batch.definition());
      insert.setArray(8, BinaryArray.of(connection, newIds));
      insert.setArray(9, connection.createArrayOf("text", codes));
      insert.setArray(10, connection.createArrayOf("text", sources));
      insert.setArray(11, connection.createArrayOf("int4", rows));
      insert.setArray(12, connection.createArrayOf("text", errors));
      insert.setArray(13, connection.createArrayOf("bytea", originals));
      insert.setArray(14, connection.createArrayOf("text", correlations));
      insert.setArray(15, connection.createArrayOf("text", identities));
      insert.setString(16, dismissal);
      return idsByIdentity(insert);
    }
  }

  /** Letters with these identities (hex). */
  static Map<String, UUID> find(Connection connection, java.util.Collection<String> identities)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select id, encode(identity, 'hex') from dead_letter
            where identity = any(select decode(i, 'hex') from unnest(?::text[]) i)
            """)) {
      Plans.anew(select);
      select.setArray(1, connection.createArrayOf("text", identities.toArray()));
      return idsByIdentity(select);
    }
  }

  private static Map<String, UUID> idsByIdentity(PreparedStatement statement) throws SQLException {
    Map<String, UUID> found = new HashMap<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        found.put(row.getString(2), row.getObject(1, UUID.class));
      }
    }
    return found;
  }
}
