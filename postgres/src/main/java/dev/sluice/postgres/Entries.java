package dev.sluice.postgres;

import dev.sluice.dataset.Entry;
import dev.sluice.dataset.RowSource;
import dev.sluice.record.Fingerprint;
import dev.sluice.record.Processed;
import dev.sluice.record.TypedRow;
import dev.sluice.run.Batch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;

/** A chunk's records one by one, for those chunks where records have to be judged. */
final class Entries implements RowSource.Sink {
  private final Batch batch;
  private final List<Entry> entries = new ArrayList<>();

  Entries(Batch batch) {
    this.batch = batch;
  }

  List<Entry> of(RowSource source) {
    source.read(this);
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
    entries.add(new Entry(at.row(), at.original(), batch.correlation(), accepted, null));
  }

  @Override
  public void rejected(RowSource.Place at, Processed.Rejected why) {
    entries.add(new Entry(at.row(), at.original(), batch.correlation(), why, null));
  }
}
