package dev.sluice.definition;

import dev.sluice.limit.Rate;
import dev.sluice.record.Mapping;
import dev.sluice.record.RecordProcessor;
import dev.sluice.record.RecordSchema;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One sender's way in: {@code POST /api/feed/{name}}.
 *
 * @param dataset where its records land
 * @param schema of what is sent; null if only the dataset's counts
 * @param mapping to the dataset's columns; the identity where the feed has no {@code map}
 * @param rateLimit requests, whoever sends them; null for no limit of its own
 * @param ordered one sender's records are landed in order
 * @param silence after this long without a record a sender is silent; null: never
 * @param maxRecords in one body
 * @param datasetAt where it names its dataset
 */
public record FeedDefinition(
    String name,
    String dataset,
    @Nullable RecordSchema schema,
    Mapping mapping,
    @Nullable Rate rateLimit,
    Retry retry,
    Landing landing,
    boolean ordered,
    @Nullable Duration silence,
    String tenant,
    int maxRecords,
    Position at,
    Position datasetAt,
    String hash)
    implements Definition {
  static final String KIND = "feed";

  /** When a record reaches its dataset. */
  public enum Landing {
    /** In the transaction that accepts it. */
    DIRECT,
    /** Later, by a worker. */
    QUEUED
  }

  @Override
  public String kind() {
    return KIND;
  }

  /**
   * What its records go through.
   *
   * @param target the definition of {@link #dataset}
   */
  public RecordProcessor processor(DatasetDefinition target, Supplier<UUID> ids) {
    if (!target.name().equals(dataset)) {
      throw new IllegalArgumentException("feed " + name + " lands in " + dataset);
    }
    return new RecordProcessor(tenant, dataset, target.columns(), schema, mapping, ids);
  }
}
