package dev.sluice.asl.model;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One state from its JSON. Unknown fields are left alone. */
final class StateReader {
  private final BlockReader blocks;
  private final JsonNode json;
  private final String name;
  private final String location;
  private final QueryLanguage language;

  StateReader(
      BlockReader blocks, JsonNode json, String name, String location, QueryLanguage inherited) {
    this.blocks = blocks;
    this.json = json;
    this.name = name;
    this.location = location;
    JsonNode own = json.get("QueryLanguage");
    this.language =
        own == null ? inherited : QueryLanguage.of(own.asString(""), location + "/QueryLanguage");
  }

  State read(QueryLanguage inherited) {
    if (!json.isObject()) {
      throw new DefinitionException("A state must be an object", location);
    }
    String type = json.path("Type").asString("");
    return switch (type) {
      case "Pass" ->
          new State.Pass(common(), language == QueryLanguage.JSONATA ? null : json.get("Result"));
      case "Succeed" -> new State.Succeed(common());
      case "Fail" -> new State.Fail(common(), failText("Error"), failText("Cause"));
      case "Wait" -> new State.Wait(common(), setting("Seconds"), setting("Timestamp"));
      case "Choice" ->
          new State.Choice(
              common(),
              new ChoiceReader(language, location).rules(json.path("Choices")),
              text("Default"));
      case "Task" -> task();
      case "Parallel" -> new State.Parallel(common(), branches(inherited), recovery());
      case "Map" -> new MapReader(blocks, this, json, location).read(inherited);
      default ->
          throw new DefinitionException(
              "State type '%s' is not supported".formatted(type), location + "/Type");
    };
  }

  private State task() {
    String resource = text("Resource");
    if (resource == null) {
      throw new DefinitionException("Field Resource is required", location);
    }
    JsonNode credentials = json.get("Credentials");
    Template role = credentials == null ? null : credentialsRole(credentials);
    return new State.Task(
        common(),
        TaskResource.of(resource),
        recovery(),
        setting("TimeoutSeconds"),
        setting("HeartbeatSeconds"),
        role);
  }

  private @Nullable Template credentialsRole(JsonNode credentials) {
    JsonNode path = credentials.get("RoleArn.$");
    if (path != null) {
      return new Template.Path("RoleArn.$", new Reference(path.asString("")));
    }
    return TemplateReader.field(credentials, "RoleArn", "Credentials/", language, location);
  }

  private List<Block> branches(QueryLanguage inherited) {
    List<Block> branches = new ArrayList<>();
    int i = 0;
    for (JsonNode branch : json.path("Branches")) {
      branches.add(blocks.read(branch, location + "/Branches[" + i++ + "]", inherited));
    }
    if (branches.isEmpty()) {
      throw new DefinitionException("Branches must not be empty", location + "/Branches");
    }
    return branches;
  }

  QueryLanguage language() {
    return language;
  }

  State.Common common() {
    boolean jsonata = language == QueryLanguage.JSONATA;
    return new State.Common(
        name,
        language,
        text("Next"),
        jsonata ? Reference.ROOT : reference("InputPath"),
        jsonata ? Reference.ROOT : reference("OutputPath"),
        template(jsonata ? "Arguments" : "Parameters"),
        jsonata ? null : template("ResultSelector"),
        jsonata ? ResultPath.ROOT : resultPath(json),
        template("Assign"),
        jsonata ? template("Output") : null);
  }

  private @Nullable Template failText(String field) {
    String path = language == QueryLanguage.JSONPATH ? text(field + "Path") : null;
    return path == null ? template(field) : new Template.Path(field + "Path", new Reference(path));
  }

  @Nullable Template template(String field) {
    return TemplateReader.field(json, field, "", language, location);
  }

  /** The field, or its Path variant; null where neither is there. */
  @Nullable Setting setting(String field) {
    return setting(json, field, "");
  }

  @Nullable Setting setting(JsonNode owner, String field, String prefix) {
    JsonNode path = language == QueryLanguage.JSONPATH ? owner.get(field + "Path") : null;
    if (path != null && path.isString()) {
      return new Setting(field, new Template.Literal(path), new Reference(path.asString()));
    }
    JsonNode value = owner.get(field);
    return value == null
        ? null
        : new Setting(field, TemplateReader.read(value, prefix + field, language, location), null);
  }

  @Nullable String text(String field) {
    JsonNode node = json.get(field);
    return node == null || !node.isString() ? null : node.asString();
  }

  private @Nullable Reference reference(String field) {
    JsonNode node = json.get(field);
    if (node == null) {
      return Reference.ROOT;
    }
    return node.isNull() ? null : new Reference(node.asString(""));
  }

  private static @Nullable ResultPath resultPath(JsonNode owner) {
    JsonNode node = owner.get("ResultPath");
    if (node == null) {
      return ResultPath.ROOT;
    }
    return node.isNull() ? null : new ResultPath(node.asString(""));
  }

  State.Recovery recovery() {
    List<Retrier> retriers = new ArrayList<>();
    for (JsonNode retry : json.path("Retry")) {
      retriers.add(
          new Retrier(
              errors(retry),
              retry.path("IntervalSeconds").asInt(1),
              retry.path("MaxAttempts").asInt(3),
              retry.path("BackoffRate").asDouble(2.0),
              retry.has("MaxDelaySeconds") ? retry.get("MaxDelaySeconds").asInt(1) : null,
              retry.path("JitterStrategy").asString("NONE").equals("FULL")));
    }
    List<Catcher> catchers = new ArrayList<>();
    for (JsonNode caught : json.path("Catch")) {
      String at = "Catch[" + catchers.size() + "]/";
      String next = caught.path("Next").asString("");
      catchers.add(
          new Catcher(
              errors(caught),
              next,
              language == QueryLanguage.JSONATA ? ResultPath.ROOT : resultPath(caught),
              TemplateReader.field(caught, "Assign", at, language, location),
              language == QueryLanguage.JSONATA
                  ? TemplateReader.field(caught, "Output", at, language, location)
                  : null));
    }
    return retriers.isEmpty() && catchers.isEmpty()
        ? State.Recovery.NONE
        : new State.Recovery(retriers, catchers);
  }

  private static List<String> errors(JsonNode owner) {
    List<String> errors = new ArrayList<>();
    for (JsonNode error : owner.path("ErrorEquals")) {
      errors.add(error.asString(""));
    }
    return errors;
  }
}
