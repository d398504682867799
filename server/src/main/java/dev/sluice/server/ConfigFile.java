package dev.sluice.server;

import static java.util.Objects.requireNonNullElse;

import dev.sluice.record.Spelling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Settings as somebody wrote them, in a file or as flags; null means not said.
 *
 * @param noAuth true: no login
 * @param log {@code json} or {@code text}
 * @param corsOrigins such as {@code https://app.example.com}
 * @param accessLog false: requests are not logged
 * @param database JDBC URL of an external PostgreSQL
 * @param databaseUser a reference: {@code env:NAME} or {@code file:PATH}
 * @param databasePassword a reference
 * @param otlpEndpoint where traces are sent by OTLP over HTTP
 */
public record ConfigFile(
    @Nullable Path data,
    @Nullable String host,
    @Nullable Integer port,
    @Nullable Boolean noAuth,
    @Nullable Path definitions,
    @Nullable List<Config.Role> roles,
    @Nullable String log,
    @Nullable List<String> corsOrigins,
    @Nullable Boolean accessLog,
    @Nullable String database,
    @Nullable String databaseUser,
    @Nullable String databasePassword,
    @Nullable String otlpEndpoint) {

  public static final ConfigFile EMPTY =
      new ConfigFile(null, null, null, null, null, null, null, null, null, null, null, null, null);

  private static final Set<String> FIELDS =
      new TreeSet<>(
          Set.of(
              "data",
              "host",
              "port",
              "noAuth",
              "definitions",
              "roles",
              "log",
              "corsOrigins",
              "accessLog",
              "database",
              "databaseUser",
              "databasePassword",
              "otlpEndpoint"));

  /** Reads a file of YAML. Throws a {@link Mistake} naming the file and the field. */
  public static ConfigFile read(Path file) {
    Object root;
    try {
      root =
          new Load(LoadSettings.builder().setLabel(file.toString()).build())
              .loadFromString(Files.readString(file));
    } catch (IOException e) {
      throw new Mistake("cannot read " + file + ": check --config");
    } catch (YamlEngineException e) {
      throw new Mistake(
          file + " is not YAML: " + String.valueOf(e.getMessage()).replaceAll("\\s+", " "));
    }
    if (root == null) {
      return EMPTY;
    }
    if (!(root instanceof Map<?, ?> map)) {
      throw new Mistake(file + " must hold fields, such as `data: ./data`");
    }
    Fields fields = new Fields(file, map);
    return new ConfigFile(
        fields.path("data"),
        fields.text("host"),
        fields.integer("port"),
        fields.flag("noAuth"),
        fields.path("definitions"),
        fields.roles(),
        fields.text("log"),
        fields.texts("corsOrigins"),
        fields.flag("accessLog"),
        fields.text("database"),
        fields.text("databaseUser"),
        fields.text("databasePassword"),
        fields.text("otlpEndpoint"));
  }

  /** These settings where the other says nothing. */
  public ConfigFile or(ConfigFile other) {
    return new ConfigFile(
        other.data != null ? other.data : data,
        other.host != null ? other.host : host,
        other.port != null ? other.port : port,
        other.noAuth != null ? other.noAuth : noAuth,
        other.definitions != null ? other.definitions : definitions,
        other.roles != null ? other.roles : roles,
        other.log != null ? other.log : log,
        other.corsOrigins != null ? other.corsOrigins : corsOrigins,
        other.accessLog != null ? other.accessLog : accessLog,
        other.database != null ? other.database : database,
        other.databaseUser != null ? other.databaseUser : databaseUser,
        other.databasePassword != null ? other.databasePassword : databasePassword,
        other.otlpEndpoint != null ? other.otlpEndpoint : otlpEndpoint);
  }

  /** With defaults for what nobody said; references to secrets are followed. */
  public Config config() {
    Path folder = requireNonNullElse(data, Path.of("data")).toAbsolutePath().normalize();
    Backends backends =
        database == null
            ? new Backends.Embedded(DataFolders.postgres(folder))
            : new Backends.Postgres(
                checkedUrl(database),
                Secrets.resolve(
                    "--database-user",
                    requireNonNullElse(databaseUser, "env:SLUICE_DATABASE_USER")),
                Secrets.resolve(
                    "--database-password",
                    requireNonNullElse(databasePassword, "env:SLUICE_DATABASE_PASSWORD")));
    return new Config(
        folder,
        new Config.Listen(
            requireNonNullElse(host, "127.0.0.1"),
            requireNonNullElse(port, 8080),
            !requireNonNullElse(noAuth, false),
            requireNonNullElse(corsOrigins, List.of()),
            requireNonNullElse(accessLog, true)),
        definitions == null
            ? DataFolders.definitions(folder)
            : definitions.toAbsolutePath().normalize(),
        Set.copyOf(requireNonNullElse(roles, List.of(Config.Role.values()))),
        backends,
        Otlp.of(otlpEndpoint, System.getenv()));
  }

  private static String checkedUrl(String url) {
    if (!url.startsWith("jdbc:postgresql://")) {
      throw new Mistake("--database must look like jdbc:postgresql://HOST:5432/NAME");
    }
    String lower = url.toLowerCase(Locale.ROOT);
    if (lower.contains("password=") || lower.contains("user=") || lower.contains("@")) {
      throw new Mistake(
          "--database must not hold a user or password: use --database-user env:NAME and"
              + " --database-password env:NAME");
    }
    return url;
  }

  /** The fields of one file. */
  private record Fields(Path file, Map<?, ?> map) {
    Fields {
      for (Object name : map.keySet()) {
        if (!(name instanceof String text) || !FIELDS.contains(text)) {
          String hint =
              Spelling.nearest(String.valueOf(name), FIELDS)
                  .map(near -> "did you mean `" + near + "`?")
                  .orElse("known are " + String.join(", ", FIELDS));
          throw new Mistake(file + ": `" + name + "` is no setting; " + hint);
        }
      }
    }

    @Nullable String text(String name) {
      Object value = map.get(name);
      if (value == null || value instanceof String) {
        return (String) value;
      }
      throw wrong(name, "a text");
    }

    @Nullable Path path(String name) {
      String text = text(name);
      return text == null ? null : Path.of(text);
    }

    @Nullable Integer integer(String name) {
      Object value = map.get(name);
      if (value == null || value instanceof Integer) {
        return (Integer) value;
      }
      throw wrong(name, "a whole number");
    }

    @Nullable Boolean flag(String name) {
      Object value = map.get(name);
      if (value == null || value instanceof Boolean) {
        return (Boolean) value;
      }
      throw wrong(name, "true or false");
    }

    @Nullable List<String> texts(String name) {
      Object value = map.get(name);
      if (value == null) {
        return null;
      }
      if (!(value instanceof List<?> list) || !list.stream().allMatch(String.class::isInstance)) {
        throw wrong(name, "a list of texts");
      }
      return list.stream().map(String.class::cast).toList();
    }

    @Nullable List<Config.Role> roles() {
      Object value = map.get("roles");
      if (value == null) {
        return null;
      }
      if (!(value instanceof List<?> list)) {
        throw wrong("roles", "a list such as [api, worker]");
      }
      List<Config.Role> roles = new ArrayList<>();
      for (Object one : list) {
        try {
          roles.add(Config.Role.valueOf(String.valueOf(one).toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
          throw wrong("roles", "a list of api, worker and scheduler");
        }
      }
      return roles;
    }

    private Mistake wrong(String name, String what) {
      return new Mistake(file + ": `" + name + "` must be " + what);
    }
  }
}
