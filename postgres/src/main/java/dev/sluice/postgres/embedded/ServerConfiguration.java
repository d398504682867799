package dev.sluice.postgres.embedded;

import java.util.Map;
import java.util.TreeMap;

/** {@code postgresql.conf} and the environment, as every start of the server gets them. */
final class ServerConfiguration {
  private ServerConfiguration() {}

  static String text(DataFolder folder, Settings settings) {
    StringBuilder text =
        new StringBuilder(
            """
            # Written by Sluice at every start. Your own settings go into local.conf beside this file;
            # Sluice does not serve unless fsync, full_page_writes and synchronous_commit are on.
            fsync = on
            full_page_writes = on
            synchronous_commit = on
            wal_level = replica
            wal_buffers = 16MB
            wal_compression = off           # this build has neither lz4 nor zstd, and pglz costs more than it saves
            max_wal_size = 1GB
            # What lies between two checkpoints, and the pages written whole after the second: 170 segments and 30.
            # A busy server makes them once, early on (adr/0016); a smaller number here, fewer.
            min_wal_size = 800MB
            checkpoint_timeout = 5min
            # All of max_wal_size is replayed after a crash at worst. The sooner a checkpoint is complete, the more of
            # it lies between two of them, and after each begin every page is written to the WAL whole once. At 0.3
            # the checkpointer hurried to keep up with those and was seen taking most of a processor.
            checkpoint_completion_target = 0.5
            restart_after_crash = on

            listen_addresses = '127.0.0.1'
            unix_socket_directories = ''
            password_encryption = 'scram-sha-256'
            huge_pages = off
            jit = off
            work_mem = 8MB
            maintenance_work_mem = 64MB
            effective_cache_size = 512MB
            io_method = worker
            io_workers = 2
            autovacuum_max_workers = 2
            # New pages are vacuumed soon, a few at a time: while they have been in the WAL since the last checkpoint,
            # marking their rows costs no page image, and no visit to a table takes long.
            autovacuum_naptime = 15s
            autovacuum_vacuum_insert_threshold = 20000
            autovacuum_vacuum_insert_scale_factor = 0.02
            autovacuum_analyze_scale_factor = 0.25
            autovacuum_vacuum_cost_delay = 4ms    # in the gaps that commits leave
            default_statistics_target = 25        # with 100 it takes a processor for most of a second

            timezone = 'UTC'
            log_timezone = 'UTC'
            datestyle = 'iso, ymd'
            lc_messages = 'C'
            default_text_search_config = 'pg_catalog.simple'

            logging_collector = on
            log_filename = 'postgres-%a.log'
            log_truncate_on_rotation = on
            log_rotation_age = 1d
            log_rotation_size = 0
            log_line_prefix = '%m [%p] '
            # Values of a statement may be somebody's data. They reach the client with the error and stay out of
            # the log: no statements, no parameters, no details, and no errors of statements at all.
            log_min_messages = log
            log_min_error_statement = panic
            log_error_verbosity = terse
            log_parameter_max_length = 0
            log_parameter_max_length_on_error = 0
            """);
    line(text, "log_directory", folder.logs().toString());
    line(text, "scram_iterations", Integer.toString(Cluster.SCRAM_ITERATIONS));
    line(text, "shared_buffers", settings.sharedBuffersMegabytes() + "MB");
    line(text, "max_connections", Integer.toString(settings.maxConnections()));
    text.append("include_if_exists = 'local.conf'\n");
    new TreeMap<>(settings.overrides()).forEach((name, value) -> line(text, name, value));
    return text.toString();
  }

  /** Only what PostgreSQL needs: our own variables may hold secrets. */
  static void environment(Map<String, String> environment) {
    String path = environment.get("PATH");
    environment.clear();
    environment.put("PATH", path == null ? "/usr/bin:/bin" : path);
    environment.put("LANG", "C.UTF-8");
    environment.put("LC_ALL", "C.UTF-8");
    environment.put("TZ", "UTC");
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(name)
        .append(" = '")
        .append(value.replace("\\", "\\\\").replace("'", "''"))
        .append("'\n");
  }
}
