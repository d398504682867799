package dev.sluice.dataset;

import dev.sluice.record.Fingerprint;
import dev.sluice.record.Processed;
import dev.sluice.record.TypedRow;
import dev.sluice.run.Batch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;

/** A source's records one by one, for those batches where each has to be judged. */
public final class Entries implements RowSource.Sink {
  private final Batch batch;
  private final List<Entry> entries = new ArrayList<>();

  public Entries(Batch batch) {
    this.batch = batch;
  }

  /** Reads all of the source. */
  public static List<Entry> of(Batch batch, RowSource source) {
    Entries all = new Entries(batch);
    source.read(all);
    return all.list();
  }

  /** What was read so far. */
  public List<Entry> list() {
    return entries;
  }

  @Override
  public void accepted(RowSource.Place at, TypedRow row) {
    List<@Nullable Object> values = new ArrayList<>();
    for (int c = 0; c < row.schema().columns().size(); c++) {
      values.add(row.value(c));
    }
    var accepted =
        new Processed.Accepted(
            row.id(),
            List.of(),
            values,
            JsonNodeFactory.instance.objectNode(),
            new Fingerprint(row.sha256().clone(), row.md5().clone()),
            row.size());
    add(at, accepted);
  }

  @Override
  public void rejected(RowSource.Place at, Processed.Rejected why) {
    add(at, why);
  }

  private void add(RowSource.Place at, Processed processed) {
    entries.add(
        new Entry(at.row(), at.original(), batch.correlation(), processed, null, at.corrects()));
  }
}
