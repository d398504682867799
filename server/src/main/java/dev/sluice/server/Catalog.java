package dev.sluice.server;

import dev.sluice.dataset.Dataset;
import dev.sluice.definition.DatasetDefinition;
import dev.sluice.definition.Definitions;
import dev.sluice.definition.FeedDefinition;
import dev.sluice.definition.Finding;
import dev.sluice.definition.ImportDefinition;
import dev.sluice.definition.Loaded;
import dev.sluice.definition.Retry;
import dev.sluice.feed.Feed;
import dev.sluice.feed.LandingMode;
import dev.sluice.imports.ImportType;
import dev.sluice.record.Column;
import dev.sluice.record.Mapping;
import dev.sluice.run.RetryPolicy;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The definitions of this process, turned into what the core works with. */
final class Catalog {
  private static final Logger log = LoggerFactory.getLogger(Catalog.class);

  private final Loaded loaded;
  private final Map<String, Dataset> datasets = new LinkedHashMap<>();

  private Catalog(Loaded loaded) {
    this.loaded = loaded;
    for (DatasetDefinition one : loaded.datasets()) {
      datasets.put(one.name(), dataset(one));
    }
  }

  /** Throws a {@link Mistake} with every finding on a line of its own. */
  static Catalog load(Path folder) {
    Loaded loaded = Definitions.load(folder);
    if (loaded.hasErrors()) {
      String findings =
          loaded.findings().stream().map(Finding::toString).collect(Collectors.joining("\n"));
      throw new Mistake("the definitions have mistakes:\n" + findings);
    }
    for (Finding finding : loaded.findings()) {
      log.atWarn().addKeyValue("finding", finding).log("definitions");
    }
    return new Catalog(loaded);
  }

  Loaded loaded() {
    return loaded;
  }

  /** By name. */
  Map<String, Dataset> datasets() {
    return datasets;
  }

  private static Dataset dataset(DatasetDefinition one) {
    return new Dataset(
        one.name(),
        one.path(),
        one.columns().columns(),
        one.key().stream().map(Column::name).toList(),
        switch (one.mode()) {
          case INSERT -> Dataset.Mode.INSERT;
          case UPSERT -> Dataset.Mode.UPSERT;
        },
        switch (one.onConflict()) {
          case REJECT -> Dataset.OnConflict.REJECT;
          case KEEP -> Dataset.OnConflict.KEEP;
        },
        one.roles().version(),
        one.retention(),
        one.hash());
  }

  static Feed.Profile profile(FeedDefinition feed, Dataset dataset) {
    return new Feed.Profile(
        feed.name(),
        feed.tenant(),
        feed.hash(),
        switch (feed.landing()) {
          case DIRECT -> LandingMode.DIRECT;
          case QUEUED -> LandingMode.QUEUED;
        },
        feed.ordered(),
        feed.silence(),
        policy(feed.retry()),
        SourceFinder.source(feed.mapping(), dataset),
        SourceFinder.number(feed.mapping(), dataset));
  }

  /** The imports, by name. */
  Map<String, ImportType> imports(Supplier<UUID> ids) {
    Map<String, ImportType> types = new LinkedHashMap<>();
    for (ImportDefinition one : loaded.imports()) {
      DatasetDefinition target = loaded.dataset(one.dataset()).orElseThrow();
      types.put(
          one.name(),
          new ImportType(
              one.name(),
              one.tenant(),
              one.hash(),
              Objects.requireNonNull(datasets.get(one.dataset())),
              one.expected(target),
              !one.mapping().equals(Mapping.IDENTITY),
              (tenant, format) -> one.processor(tenant, target, format, ids),
              one.concurrency(),
              one.rateLimit(),
              policy(one.retry())));
    }
    return types;
  }

  private static RetryPolicy policy(Retry retry) {
    return new RetryPolicy(retry.maxAttempts(), retry.initialDelay(), 2.0, retry.maxDelay());
  }
}
