package dev.sluice.asl.run;

import dev.sluice.asl.engine.Command;
import dev.sluice.asl.engine.Event;
import dev.sluice.asl.items.ItemFormat;
import dev.sluice.asl.items.ReadException;
import dev.sluice.asl.items.ResultFormat;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Carries out what a distributed Map asks of objects. */
final class MapObjects {
  private final ObjectStore store;

  MapObjects(ObjectStore store) {
    this.store = store;
  }

  Event read(Command.ReadItems command) {
    JsonNode arguments = command.arguments();
    String bucket = arguments.path("Bucket").asString("");
    try {
      if (command.resource().endsWith(":listObjectsV2")) {
        return new Event.ItemsRead(
            command.ticket(),
            list(bucket, arguments.path("Prefix").asString(""), command.maxItems()));
      }
      ItemFormat format = new ItemFormat(command.config(), command.maxItems());
      byte[] content = store.get(bucket, arguments.path("Key").asString(""));
      return new Event.ItemsRead(
          command.ticket(), format.read(new String(content, StandardCharsets.UTF_8)));
    } catch (FileNotFoundException e) {
      return new Event.ItemsFailed(
          command.ticket(), "The specified key does not exist: " + e.getMessage());
    } catch (IOException e) {
      return new Event.ItemsFailed(command.ticket(), "Unable to read items: " + e.getMessage());
    } catch (ReadException e) {
      return new Event.ItemsFailed(command.ticket(), String.valueOf(e.getMessage()));
    }
  }

  private ArrayNode list(String bucket, String prefix, long maxItems) throws IOException {
    ArrayNode items = JsonNodeFactory.instance.arrayNode();
    for (ObjectStore.Entry entry : store.list(bucket, prefix)) {
      if (maxItems > 0 && items.size() >= maxItems) {
        break;
      }
      ObjectNode item = items.addObject();
      item.put("Etag", entry.etag());
      item.put("Key", entry.key());
      item.put("LastModified", entry.lastModified().getEpochSecond());
      item.put("Size", entry.size());
      item.put("StorageClass", entry.storageClass());
    }
    return items;
  }

  Event write(Command.WriteResults command) {
    String bucket = command.arguments().path("Bucket").asString("");
    String prefix = command.arguments().path("Prefix").asString("");
    String folder =
        (prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/")
            + UUID.nameUUIDFromBytes(
                command.results().path("MapRunArn").asString("").getBytes(StandardCharsets.UTF_8))
            + "/";
    ResultFormat format = ResultFormat.of(command.config());
    try {
      ObjectNode manifest = JsonNodeFactory.instance.objectNode();
      manifest.put("DestinationBucket", bucket);
      manifest.put("MapRunArn", command.results().path("MapRunArn").asString(""));
      ObjectNode files = manifest.putObject("ResultFiles");
      for (String status : new String[] {"FAILED", "PENDING", "SUCCEEDED"}) {
        ArrayNode list = files.putArray(status);
        ArrayNode rows = rows(command.results(), status, format);
        if (!rows.isEmpty()) {
          byte[] content = text(rows, format.lines()).getBytes(StandardCharsets.UTF_8);
          String key = folder + status + (format.lines() ? "_0.jsonl" : "_0.json");
          store.put(bucket, key, content);
          list.addObject().put("Key", key).put("Size", content.length);
        }
      }
      String key = folder + "manifest.json";
      store.put(bucket, key, manifest.toString().getBytes(StandardCharsets.UTF_8));
      ObjectNode result = JsonNodeFactory.instance.objectNode();
      result.set("MapRunArn", command.results().path("MapRunArn"));
      result.putObject("ResultWriterDetails").put("Bucket", bucket).put("Key", key);
      return new Event.ResultsWritten(command.ticket(), result);
    } catch (IOException e) {
      return new Event.ResultsFailed(
          command.ticket(), "Unable to write results: " + e.getMessage());
    }
  }

  private static ArrayNode rows(JsonNode results, String status, ResultFormat format) {
    ArrayNode rows = JsonNodeFactory.instance.arrayNode();
    for (JsonNode result : results.path("Results")) {
      if (!result.path("Status").asString("").equals(status)) {
        continue;
      }
      boolean bare =
          status.equals("SUCCEEDED") && format.transformation() != ResultFormat.Transformation.NONE;
      if (bare) {
        rows.add(result.path("Output"));
        continue;
      }
      ObjectNode row = rows.addObject();
      row.put("Status", status);
      row.put("Input", result.path("Input").toString());
      if (result.has("Output")) {
        row.put("Output", result.path("Output").toString());
      }
      for (String field : new String[] {"Error", "Cause"}) {
        if (result.has(field)) {
          row.set(field, result.get(field));
        }
      }
    }
    return status.equals("SUCCEEDED") ? format.apply(rows) : rows;
  }

  private static String text(ArrayNode rows, boolean lines) {
    return lines
        ? StreamSupport.stream(rows.spliterator(), false)
            .map(JsonNode::toString)
            .collect(Collectors.joining("\n", "", "\n"))
        : rows.toString();
  }
}
