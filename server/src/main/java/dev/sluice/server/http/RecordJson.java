package dev.sluice.server.http;

import dev.sluice.dataset.Dataset;
import dev.sluice.dataset.Rfc3339;
import dev.sluice.dataset.StoredRecord;
import dev.sluice.record.DatasetSchema;
import tools.jackson.databind.node.ObjectNode;

/** A stored record as the outside sees it. */
final class RecordJson {
  private final Dataset dataset;
  private final String idName;

  /** The record id is {@code id}, unless that is a key column of the dataset's own. */
  RecordJson(Dataset dataset) {
    this.dataset = dataset;
    this.idName = dataset.key().contains(DatasetSchema.ID) ? "recordId" : DatasetSchema.ID;
  }

  ObjectNode of(StoredRecord record) {
    ObjectNode json = Json.object();
    json.put(idName, record.id().toString());
    record
        .columns()
        .forEachEntry((name, value) -> {
          if (!name.equals(idName)) {
            json.set(name, value);
          }
        });
    if (dataset.column(DatasetSchema.PROCESSED_AT).isEmpty()
        || !json.has(DatasetSchema.PROCESSED_AT)) {
      json.put(DatasetSchema.PROCESSED_AT, Rfc3339.utc(record.processedAt()));
    }
    json.put(own("fingerprint"), record.fingerprint());
    json.put(own("md5"), record.md5());
    ObjectNode origin = json.putObject(own("origin"));
    origin.put("run", record.origin().run().toString());
    origin.put("batch", record.origin().batch().toString());
    origin.put("row", record.origin().row());
    origin.put("correlationId", record.origin().correlation());
    return json;
  }

  /** A column of the same name comes first; none starts with an underscore. */
  private String own(String name) {
    return dataset.column(name).isPresent() ? "_" + name : name;
  }
}
