package dev.sluice.server.http;

import dev.sluice.dataset.Dataset;
import dev.sluice.dataset.SourceName;
import dev.sluice.deadletter.DeadLetter;
import dev.sluice.deadletter.LetterFilter;
import dev.sluice.record.Column;
import dev.sluice.run.RunKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A filter over dead letters, from a query or from JSON of the same names. */
final class LetterFilters {
  private static final int MOST_IDS = 1_000;
  private static final Set<String> OWN =
      Set.of(
          "tenant", "kind", "name", "feed", "dataset", "cause", "code", "source", "run", "state",
          "from", "to", "ids", "limit", "cursor", "lastKey", "by", "fresh");

  private final TreeSet<String> sourceNames = new TreeSet<>();

  LetterFilters(Collection<Dataset> datasets) {
    for (Dataset dataset : datasets) {
      dataset
          .with(Column.Role.SOURCE)
          .map(Column::name)
          .filter(name -> !OWN.contains(name))
          .ifPresent(sourceNames::add);
    }
  }

  @SuppressWarnings("NullAway") // does not read the annotation of a nested type from a class file
  LetterFilter read(QueryParameters query, Caller caller) {
    String source = source(query);
    String name = query.text("name");
    String feed = query.text("feed");
    RunKind kind = query.choice("kind", RunKind.class);
    return new LetterFilter(
        query.tenant(caller),
        kind == null && feed != null ? RunKind.FEED : kind,
        feed == null ? name : feed,
        query.text("dataset"),
        query.choice("cause", DeadLetter.Cause.class),
        query.text("code"),
        source,
        query.uuid("run"),
        query.choice("state", DeadLetter.State.class),
        query.from("from"),
        query.to("to"),
        null);
  }

  /** Any dataset's own name for its source filters too: {@code partnerId} for orders. */
  @Nullable String source(QueryParameters query) {
    String source = query.text("source");
    for (String name : sourceNames) {
      String value = query.text(name);
      source = value == null ? source : value;
    }
    return source == null ? null : SourceName.of(source);
  }

  /**
   * As a query of the same names; and {@code ids}, a list. Throws problem 400 for a member that is
   * no text: whoever wrote null or a number meant fewer than all.
   */
  LetterFilter read(JsonNode filter, Caller caller) {
    Map<String, List<String>> sent = new HashMap<>();
    List<UUID> ids = null;
    for (Map.Entry<String, JsonNode> member : filter.properties()) {
      JsonNode value = member.getValue();
      if (member.getKey().equals("ids")) {
        ids = ids(value);
      } else if (value.isString()) {
        sent.put(member.getKey(), List.of(value.asString()));
      } else {
        throw QueryParameters.bad(
            "filter." + member.getKey(), "", "is no text", "send one text, as in a query");
      }
    }
    QueryParameters query = QueryParameters.of(sent);
    LetterFilter read = read(query, caller);
    query.end();
    return read.withIds(ids);
  }

  private static List<UUID> ids(JsonNode value) {
    if (!value.isArray() || value.size() > MOST_IDS) {
      throw QueryParameters.bad(
          "filter.ids", "", "is no list of at most " + MOST_IDS, "send ids of dead letters");
    }
    List<UUID> ids = new ArrayList<>();
    for (JsonNode id : value.values()) {
      ids.add(QueryParameters.uuid("filter.ids", id.asString("")));
    }
    return ids;
  }
}
