package dev.sluice.postgres;

import static java.util.Objects.requireNonNull;

import dev.sluice.dataset.Entry;
import dev.sluice.dataset.Verdict;
import dev.sluice.record.FieldError;
import dev.sluice.record.Processed;
import dev.sluice.run.NewBatch;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What a settled batch was answered, for a caller that never heard it. The batch keeps one letter
 * per entry; everything else is found again from the entries.
 */
final class FirstAnswer {
  private final Connection connection;
  private final NewBatch batch;
  private final List<Entry> entries;

  FirstAnswer(Connection connection, NewBatch batch, List<Entry> entries) {
    this.connection = connection;
    this.batch = batch;
    this.entries = entries;
  }

  /** One letter per verdict; lower case for what was resent. */
  static String encode(List<Entry> entries, List<Verdict> verdicts) {
    StringBuilder marks = new StringBuilder(verdicts.size());
    for (int i = 0; i < verdicts.size(); i++) {
      char mark = mark(verdicts.get(i));
      UUID corrected = entries.get(i).corrects();
      marks.append(corrected == null ? mark : mark(mark, verdicts.get(i), corrected));
    }
    return marks.toString();
  }

  /** Back to the letter it came from: that one has no identity to be found by. */
  private static char mark(char mark, Verdict verdict, UUID corrected) {
    return switch (verdict) {
      case Verdict.Rejected rejected when rejected.letter().equals(corrected) -> 'B';
      case Verdict.Conflict conflict when conflict.letter().equals(corrected) -> 'X';
      default -> mark;
    };
  }

  private static char mark(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Stored v -> 'S';
      case Verdict.Duplicate v -> v.changed() ? 'K' : 'D';
      case Verdict.Conflict v -> 'C';
      case Verdict.Rejected v -> 'R';
      case Verdict.Resent v -> Character.toLowerCase(mark(v.first()));
      case Verdict.Accepted v -> 'A';
    };
  }

  List<Verdict> verdicts() throws SQLException {
    String marks = marks();
    if (marks.length() != entries.size()) {
      throw new IllegalStateException("batch " + batch.id() + " was settled with other entries");
    }
    List<Letter> letters = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      if ("CcRr".indexOf(marks.charAt(i)) >= 0) {
        letters.add(letter(i, Character.toUpperCase(marks.charAt(i))));
      }
    }
    Map<String, UUID> known =
        LetterWriter.find(
            connection,
            letters.stream().map(letter -> LetterWriter.identity(batch, letter)).toList());
    List<Verdict> verdicts = new ArrayList<>();
    int next = 0;
    for (int i = 0; i < entries.size(); i++) {
      char mark = marks.charAt(i);
      verdicts.add(
          switch (mark) {
            case 'S' -> new Verdict.Stored(entries.get(i).accepted().id());
            case 'D', 'K' -> new Verdict.Duplicate(entries.get(i).accepted().id(), mark == 'K');
            case 'B' -> new Verdict.Rejected(corrected(i), List.of());
            case 'X' ->
                new Verdict.Conflict(entries.get(i).accepted().id(), corrected(i), List.of());
            default -> lettered(letters.get(next++), mark, known);
          });
    }
    return verdicts;
  }

  private UUID corrected(int position) {
    return requireNonNull(entries.get(position).corrects(), "the letter it corrects");
  }

  private Verdict lettered(Letter letter, char mark, Map<String, UUID> known) {
    UUID id = requireNonNull(known.get(LetterWriter.identity(batch, letter)), "its dead letter");
    Verdict verdict = Failures.verdict(letter, id);
    return Character.isLowerCase(mark) ? new Verdict.Resent(verdict) : verdict;
  }

  private Letter letter(int position, char mark) {
    Entry entry = entries.get(position);
    return switch (entry.processed()) {
      case Processed.Rejected(List<FieldError> errors, String code) ->
          new Letter(position, entry, code, errors);
      case Processed.Accepted a ->
          new Letter(
              position, entry, mark == 'C' ? Failures.CONFLICT : Failures.REFUSED, List.of());
    };
  }

  private String marks() throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select verdicts from batch where id = ? and state = 'settled'")) {
      select.setObject(1, batch.id());
      try (ResultSet row = select.executeQuery()) {
        String marks = row.next() ? row.getString(1) : null;
        if (marks == null) {
          throw new IllegalStateException("batch " + batch.id() + " was not settled here");
        }
        return marks;
      }
    }
  }
}
