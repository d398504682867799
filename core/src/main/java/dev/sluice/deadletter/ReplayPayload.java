package dev.sluice.deadletter;

import dev.sluice.dataset.Dataset;
import dev.sluice.run.RunKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a replay's batch carries: how, and for a plan which letters. The letters of a batch are not
 * in it, they say themselves who holds them. Stored as JSON; members may be added, never renamed.
 *
 * @param onConflict null: as the dataset says
 * @param plan null: a batch of letters
 */
public record ReplayPayload(Dataset.@Nullable OnConflict onConflict, @Nullable ReplayPlan plan) {
  private static final JsonMapper JSON = new JsonMapper();

  public byte[] write() {
    ObjectNode json = JSON.createObjectNode();
    json.put("onConflict", onConflict == null ? null : onConflict.name());
    if (plan != null) {
      json.set("plan", write(plan));
    }
    return JSON.writeValueAsBytes(json);
  }

  private static ObjectNode write(ReplayPlan plan) {
    ObjectNode json = JSON.createObjectNode();
    LetterFilter filter = plan.filter();
    ObjectNode only = json.putObject("filter");
    only.put("tenant", filter.tenant());
    only.put("kind", filter.kind() == null ? null : filter.kind().label());
    only.put("name", filter.name());
    only.put("dataset", filter.dataset());
    only.put("cause", filter.cause() == null ? null : filter.cause().name());
    only.put("code", filter.code());
    only.put("source", filter.source());
    only.put("run", filter.run() == null ? null : filter.run().toString());
    only.put("state", filter.state() == null ? null : filter.state().name());
    only.put("from", filter.from() == null ? null : filter.from().toString());
    only.put("to", filter.to() == null ? null : filter.to().toString());
    if (filter.ids() != null) {
      var ids = only.putArray("ids");
      filter.ids().forEach(id -> ids.add(id.toString()));
    }
    json.put("upTo", plan.upTo().toString());
    var intakes = json.putArray("intakes");
    for (ReplayPlan.Intake intake : plan.intakes()) {
      intakes
          .addObject()
          .put("kind", intake.kind().label())
          .put("name", intake.name())
          .put("dataset", intake.dataset())
          .put("definition", intake.definition());
    }
    return json;
  }

  /** Throws {@link IllegalArgumentException} where these are no such bytes. */
  public static ReplayPayload read(byte[] bytes) {
    try {
      JsonNode json = JSON.readTree(bytes);
      var onConflict = optional(json, "onConflict", Dataset.OnConflict::valueOf);
      JsonNode plan = json.path("plan");
      return new ReplayPayload(onConflict, plan.isObject() ? plan(plan, onConflict) : null);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("not the payload of a replay", e);
    }
  }

  private static ReplayPlan plan(JsonNode json, Dataset.@Nullable OnConflict onConflict) {
    List<ReplayPlan.Intake> intakes = new ArrayList<>();
    for (JsonNode intake : json.path("intakes").values()) {
      intakes.add(
          new ReplayPlan.Intake(
              RunKind.of(intake.path("kind").asString()),
              intake.path("name").asString(),
              intake.path("dataset").asString(),
              intake.path("definition").asString()));
    }
    UUID upTo = UUID.fromString(json.path("upTo").asString());
    return new ReplayPlan(filter(json.path("filter")), upTo, intakes, onConflict);
  }

  private static LetterFilter filter(JsonNode json) {
    return new LetterFilter(
        optional(json, "tenant", text -> text),
        optional(json, "kind", RunKind::of),
        optional(json, "name", text -> text),
        optional(json, "dataset", text -> text),
        optional(json, "cause", DeadLetter.Cause::valueOf),
        optional(json, "code", text -> text),
        optional(json, "source", text -> text),
        optional(json, "run", UUID::fromString),
        optional(json, "state", DeadLetter.State::valueOf),
        optional(json, "from", Instant::parse),
        optional(json, "to", Instant::parse),
        json.path("ids").isArray()
            ? json.path("ids").values().stream().map(id -> UUID.fromString(id.asString())).toList()
            : null);
  }

  private static <T> @Nullable T optional(
      JsonNode json, String name, Function<String, ? extends T> read) {
    JsonNode value = json.path(name);
    return value.isString() ? read.apply(value.asString()) : null;
  }
}
