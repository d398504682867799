package dev.sluice.definition;

import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Names of definitions: they become table names, metric names and parts of URLs. */
final class Names {
  private static final int LONGEST = 48;

  /** Segments after {@code /api/} that the platform's own routes have. */
  private static final Set<String> RESERVED =
      Set.of(
          "feed",
          "feeds",
          "errors",
          "analytics",
          "datasets",
          "imports",
          "collectors",
          "transfers",
          "storage-events",
          "runs",
          "books",
          "dead-letters",
          "queues",
          "audit",
          "live",
          "tenants",
          "openapi.yaml");

  private Names() {}

  /** The document's own name; a stand-in where there is none that can be used, with a finding. */
  static String read(DocumentNode node, String kind) {
    @Nullable String name = node.requiredText(kind);
    if (name != null && !isName(name)) {
      node.error(
          kind,
          "name",
          DocumentNode.quoted(name) + " cannot be a name",
          "lower-case letters, digits, - and _, a letter first, at most " + LONGEST);
    }
    return name == null ? "" : name;
  }

  static String readPath(DocumentNode node) {
    String path = Objects.requireNonNullElse(node.text("path"), "");
    if (!path.isEmpty() && !isName(path)) {
      node.error(
          "path",
          "path",
          DocumentNode.quoted(path) + " cannot be a path",
          "one segment of lower-case letters, digits, - and _, a letter first");
    }
    return path;
  }

  /** The tenant whose what arrives is. */
  static String readTenant(DocumentNode node) {
    String tenant = Objects.requireNonNullElse(node.text("tenant"), "default");
    if (!isName(tenant)) {
      node.error(
          "tenant",
          "name",
          DocumentNode.quoted(tenant) + " cannot be a tenant",
          "such as `default`");
    }
    return tenant;
  }

  static boolean isReserved(String path) {
    return RESERVED.contains(path);
  }

  static boolean isName(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = c >= 'a' && c <= 'z';
      boolean later = i > 0 && ((c >= '0' && c <= '9') || c == '-' || c == '_');
      if (!letter && !later) {
        return false;
      }
    }
    return !name.isEmpty() && name.length() <= LONGEST;
  }
}
