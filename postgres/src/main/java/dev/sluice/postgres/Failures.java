package dev.sluice.postgres;

import static java.util.Objects.requireNonNull;

import dev.sluice.dataset.Dataset;
import dev.sluice.dataset.Entry;
import dev.sluice.dataset.Verdict;
import dev.sluice.record.FieldError;
import dev.sluice.run.NewBatch;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** The records of one batch that cannot land, and the letters they become or go back to. */
final class Failures {
  /** Code of a record whose key is taken by other content. */
  static final String CONFLICT = "conflict";

  /** Code of a record that only the database found to be bad. */
  static final String REFUSED = "value-refused";

  private final Connection connection;
  private final NewBatch batch;
  private final Supplier<UUID> ids;
  private final Corrections corrections;
  private final List<Letter> letters = new ArrayList<>();

  Failures(Connection connection, NewBatch batch, Supplier<UUID> ids, Corrections corrections) {
    this.connection = connection;
    this.batch = batch;
    this.ids = ids;
    this.corrections = corrections;
  }

  List<Letter> letters() {
    return letters;
  }

  void add(int position, Entry entry, String code, List<FieldError> errors) {
    letters.add(new Letter(position, entry, code, errors));
  }

  void conflict(int position, Entry entry, Dataset dataset) {
    FieldError error =
        new FieldError(
            CONFLICT,
            String.join(",", dataset.key()),
            null,
            "another record with this key and other content is stored",
            "send a new key, or replay this one with onConflict overwrite");
    add(position, entry, CONFLICT, List.of(error));
  }

  void refused(int position, Entry entry, String sqlState) {
    FieldError error =
        new FieldError(
            REFUSED,
            "",
            null,
            "the database refuses a value of this record (SQLSTATE " + sqlState + ")",
            "look for control characters, very long keys, or numbers and dates out of range");
    add(position, entry, REFUSED, List.of(error));
  }

  /** Gives each failure's verdict by its position, once its letter is written. */
  void write(BiConsumer<Integer, Verdict> verdicts) throws SQLException {
    List<Letter> fresh = new ArrayList<>();
    Map<Corrections.Held, List<Letter>> split = new LinkedHashMap<>();
    for (Letter letter : letters) {
      Corrections.Held held = corrections.of(letter.entry());
      if (held == null) {
        fresh.add(letter);
      } else if (held.whole()) {
        split.computeIfAbsent(held, key -> new ArrayList<>()).add(letter);
      } else {
        corrections.failed(held, letter);
        verdicts.accept(letter.position(), verdict(letter, held.letter()));
      }
    }
    post(batch, fresh, verdicts);
    for (Map.Entry<Corrections.Held, List<Letter>> each : split.entrySet()) {
      // A record that was received by another run stays in that run's books.
      post(each.getKey().origin(), each.getValue(), verdicts);
    }
  }

  private void post(NewBatch origin, List<Letter> all, BiConsumer<Integer, Verdict> verdicts)
      throws SQLException {
    if (all.isEmpty()) {
      return;
    }
    Map<Letter, LetterWriter.Posted> posted = new LetterWriter(connection, origin, ids).write(all);
    for (Letter letter : all) {
      LetterWriter.Posted result = requireNonNull(posted.get(letter));
      Verdict verdict = verdict(letter, result.id());
      verdicts.accept(letter.position(), result.known() ? new Verdict.Resent(verdict) : verdict);
    }
  }

  static Verdict verdict(Letter letter, UUID id) {
    return letter.code().equals(CONFLICT)
        ? new Verdict.Conflict(letter.entry().accepted().id(), id, letter.errors())
        : new Verdict.Rejected(id, letter.errors());
  }
}
