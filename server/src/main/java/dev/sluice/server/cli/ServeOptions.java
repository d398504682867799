package dev.sluice.server.cli;

import dev.sluice.server.Config;
import dev.sluice.server.ConfigFile;
import dev.sluice.server.Mistake;
import dev.sluice.server.log.LogSetup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags of a server; each wins over the same setting of the configuration file. */
final class ServeOptions {
  @Option(names = "--config", paramLabel = "FILE", description = "Settings as YAML.")
  private @Nullable Path config;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Holds everything; ./data unless given.")
  private @Nullable Path data;

  @Option(names = "--port", paramLabel = "N", description = "8080 unless given; 0: a free one.")
  private @Nullable Integer port;

  @Option(names = "--host", paramLabel = "ADDR", description = "127.0.0.1 unless given.")
  private @Nullable String host;

  @Option(
      names = "--definitions",
      paramLabel = "DIR",
      description = "The whole set of definitions; DATA/definitions unless given.")
  private @Nullable Path definitions;

  @Option(
      names = "--roles",
      split = ",",
      paramLabel = "ROLE",
      description = "api, worker, scheduler; all of them unless given.")
  private List<Config.Role> roles = new ArrayList<>();

  @Option(names = "--no-auth", description = "No login; refused on anything but loopback.")
  private boolean noAuth;

  @Option(
      names = "--cors-origin",
      split = ",",
      paramLabel = "ORIGIN",
      description = "Whose web pages may read answers: https://app.example.com, or *; nobody's.")
  private List<String> corsOrigins = new ArrayList<>();

  @Option(
      names = "--access-log",
      negatable = true,
      fallbackValue = "true",
      description = "A line for every request; --no-access-log: none.")
  private @Nullable Boolean accessLog;

  @Option(
      names = "--database",
      paramLabel = "URL",
      description = "An external PostgreSQL: jdbc:postgresql://HOST/NAME; embedded unless given.")
  private @Nullable String database;

  @Option(
      names = "--database-user",
      paramLabel = "REF",
      description = "env:NAME or file:PATH; env:SLUICE_DATABASE_USER unless given.")
  private @Nullable String databaseUser;

  @Option(
      names = "--database-password",
      paramLabel = "REF",
      description = "env:NAME or file:PATH; env:SLUICE_DATABASE_PASSWORD unless given.")
  private @Nullable String databasePassword;

  @Option(names = "--log", paramLabel = "FORMAT", description = "json (default) or text.")
  private @Nullable LogFormat log;

  @Option(
      names = "--otlp-endpoint",
      paramLabel = "URL",
      description =
          "Traces are sent there by OTLP over HTTP; OTEL_EXPORTER_OTLP_ENDPOINT unless given, none"
              + " without either.")
  private @Nullable String otlpEndpoint;

  enum LogFormat {
    JSON,
    TEXT
  }

  Config config() {
    ConfigFile file = config == null ? ConfigFile.EMPTY : ConfigFile.read(config);
    ConfigFile all =
        file.or(
            new ConfigFile(
                data,
                host,
                port,
                noAuth ? Boolean.TRUE : null,
                definitions,
                roles.isEmpty() ? null : List.copyOf(roles),
                log == null ? null : log.name().toLowerCase(Locale.ROOT),
                corsOrigins.isEmpty() ? null : List.copyOf(corsOrigins),
                accessLog,
                database,
                databaseUser,
                databasePassword,
                otlpEndpoint));
    logAs(all.log());
    return all.config();
  }

  /** Before the first line is logged. */
  static void logAs(@Nullable String format) {
    if (format == null) {
      return;
    }
    if (!format.equals("json") && !format.equals("text")) {
      throw new Mistake("log must be json or text, is " + format);
    }
    System.setProperty(LogSetup.FORMAT, format);
  }
}
