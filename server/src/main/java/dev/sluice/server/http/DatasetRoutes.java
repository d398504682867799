package dev.sluice.server.http;

import dev.sluice.dataset.Dataset;
import dev.sluice.dataset.DatasetStore;
import dev.sluice.dataset.Rfc3339;
import dev.sluice.dataset.SourceName;
import dev.sluice.dataset.StoredRecord;
import dev.sluice.record.Column;
import dev.sluice.record.ColumnRoles;
import dev.sluice.record.Spelling;
import dev.sluice.tenant.Scope;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The records of datasets: every dataset under one generic path, and each under the path its
 * definition gives it.
 */
final class DatasetRoutes implements Routes {
  /** Parameters of statistics, which no column's name hides. */
  private static final Set<String> STATISTICS = Set.of("tenant", "from", "to", "fresh");

  private static final int USUAL = 50;
  private static final int MOST = 500;

  private final Map<String, Dataset> datasets;
  private final DatasetStore store;
  private final Cursors cursors;
  private final DatasetStatistics statistics;

  DatasetRoutes(Ports ports, Cursors cursors, DatasetStatistics statistics) {
    this.datasets = ports.datasets();
    this.store = ports.store();
    this.cursors = cursors;
    this.statistics = statistics;
  }

  @Override
  public void add(RoutesConfig routes) {
    routes.get("/api/datasets", this::datasets);
    generic(routes, "/api/datasets/{dataset}/stats", this::stats);
    generic(routes, "/api/datasets/{dataset}/records", this::records);
    generic(routes, "/api/datasets/{dataset}/records/{id}", this::record);
    for (Dataset dataset : datasets.values()) {
      String path = "/api/" + dataset.path();
      routes.get(path + "/stats", bound(dataset, this::stats));
      routes.get(path + "/{id}", bound(dataset, this::record));
      routes.get(path, bound(dataset, this::records));
    }
  }

  /** A handler that is told which dataset. */
  @FunctionalInterface
  private interface Reading {
    void answer(Context context, Dataset dataset) throws IOException;
  }

  private static Handler bound(Dataset dataset, Reading reading) {
    return context -> {
      Caller.of(context).require(Scope.READ);
      reading.answer(context, dataset);
    };
  }

  private void generic(RoutesConfig routes, String path, Reading reading) {
    routes.get(
        path,
        context -> {
          Caller.of(context).require(Scope.READ);
          reading.answer(context, named(context.pathParam("dataset")));
        });
  }

  private Dataset named(String name) {
    Dataset dataset = datasets.get(name);
    if (dataset == null) {
      String hint =
          Spelling.nearest(name, datasets.keySet())
              .map(near -> "; did you mean `" + near + "`?")
              .orElse("");
      throw Problem.notFound("there is no such dataset" + hint).asException();
    }
    return dataset;
  }

  private void datasets(Context context) throws IOException {
    Caller.of(context).require(Scope.READ);
    Exchange.json(
        context,
        Page.ofNames(
            QueryParameters.of(context),
            cursors,
            "datasets",
            datasets.values().stream(),
            Dataset::name,
            DatasetRoutes::describe));
  }

  private static ObjectNode describe(Dataset dataset) {
    ObjectNode one = Json.object();
    one.put("name", dataset.name());
    one.put("path", "/api/" + dataset.path());
    dataset.key().forEach(one.putArray("key")::add);
    one.put("mode", dataset.mode() == Dataset.Mode.INSERT ? "insert" : "upsert");
    one.put("definition", dataset.definition());
    var columns = one.putArray("columns");
    for (Column column : dataset.columns()) {
      ObjectNode shown = columns.addObject();
      shown.put("name", column.name());
      shown.put("type", column.sqlType());
      shown.put("nullable", column.nullable());
    }
    return one;
  }

  private void record(Context context, Dataset dataset) throws IOException {
    QueryParameters query = QueryParameters.of(context);
    String tenant = query.tenant(Caller.of(context));
    query.end();
    UUID id = QueryParameters.uuid("id", context.pathParam("id"));
    StoredRecord record =
        store
            .find(dataset, tenant, id)
            .orElseThrow(() -> Problem.notFound("there is no such record").asException());
    Exchange.json(context, new RecordJson(dataset).of(record));
  }

  private void records(Context context, Dataset dataset) throws IOException {
    QueryParameters query = QueryParameters.of(context);
    int limit = query.limit(USUAL, MOST);
    String tenant = query.tenant(Caller.of(context));
    Map<String, String> equal = new LinkedHashMap<>();
    for (Column column : dataset.columns()) {
      boolean filters = column.is(Column.Role.FILTER) || column.is(Column.Role.SOURCE);
      if (filters && !ColumnRoles.LIST_PARAMETERS.contains(column.name())) {
        String value = query.text(column.name());
        if (value != null) {
          equal.put(column.name(), FilterValue.checked(column, value));
        }
      }
    }
    Instant from = query.from("from");
    Instant to = query.to("to");
    String cursor = query.cursor();
    query.end();
    String list = "records " + dataset.name();
    DatasetStore.Position after = position(cursors.place(list, query.filter(), cursor));
    List<StoredRecord> found =
        store.list(dataset, new DatasetStore.Filter(tenant, equal, from, to, after, limit + 1));
    RecordJson json = new RecordJson(dataset);
    Function<StoredRecord, String> place = one -> Rfc3339.utc(one.time()) + " " + one.id();
    Exchange.json(
        context, Page.of(found, limit, json::of, one -> sign(list, query, place.apply(one))));
  }

  private String sign(String list, QueryParameters query, String place) {
    return cursors.sign(list, query.filter(), place);
  }

  private static DatasetStore.@Nullable Position position(@Nullable String place) {
    if (place == null) {
      return null;
    }
    int blank = place.indexOf(' ');
    return new DatasetStore.Position(
        Instant.parse(place.substring(0, blank)), UUID.fromString(place.substring(blank + 1)));
  }

  private void stats(Context context, Dataset dataset) throws IOException {
    QueryParameters query = QueryParameters.of(context);
    String tenant = query.tenant(Caller.of(context));
    var wish =
        new DatasetStatistics.Wish(
            tenant, source(query, dataset), Timeline.Range.of(query), query.flag("fresh"));
    query.end();
    Exchange.json(context, statistics.of(dataset, wish));
  }

  /** By the dataset's own name for it too: {@code partnerId} for orders. */
  private static @Nullable String source(QueryParameters query, Dataset dataset) {
    String source = query.text("source");
    return dataset
        .with(Column.Role.SOURCE)
        .map(Column::name)
        .filter(name -> !STATISTICS.contains(name))
        .map(query::text)
        .or(() -> Optional.ofNullable(source))
        .map(SourceName::of)
        .orElse(null);
  }
}
