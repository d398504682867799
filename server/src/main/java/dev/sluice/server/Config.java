package dev.sluice.server;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * All that may be chosen about a process.
 *
 * @param data holds everything this process keeps
 * @param definitions the whole set of definitions, subfolders included
 * @param otlp where traces are sent; null: nowhere
 */
public record Config(
    Path data,
    Listen listen,
    Path definitions,
    Set<Role> roles,
    Backends backends,
    @Nullable Otlp otlp) {
  private static final Pattern ORIGIN =
      Pattern.compile("https?://[a-z0-9.-]+(:[0-9]{1,5})?|https?://\\[[0-9a-f:.]+](:[0-9]{1,5})?");

  /** Without traces. */
  public Config(Path data, Listen listen, Path definitions, Set<Role> roles, Backends backends) {
    this(data, listen, definitions, roles, backends, null);
  }

  /**
   * Where it listens, and to whom.
   *
   * @param port 0 chooses a free one
   * @param login whether callers must hold the operator's token or an API key
   * @param corsOrigins whose web pages may read answers; {@code *}: anybody's
   * @param accessLog whether every request is logged
   */
  public record Listen(
      String host, int port, boolean login, List<String> corsOrigins, boolean accessLog) {
    public Listen {
      corsOrigins = List.copyOf(corsOrigins);
    }

    /** No web pages from elsewhere; every request is logged. */
    public Listen(String host, int port, boolean login) {
      this(host, port, login, List.of(), true);
    }
  }

  /** What one process does; any number of processes share the work. */
  public enum Role {
    /** Answers HTTP. */
    API,
    /** Lands what is queued. */
    WORKER,
    /** Rescues, folds, closes and purges. */
    SCHEDULER
  }

  public Config {
    roles = Set.copyOf(roles);
    if (roles.isEmpty()) {
      throw new Mistake("--roles names nothing to do: give api, worker or scheduler");
    }
    if (!listen.login() && !isLoopback(listen.host())) {
      throw new Mistake(
          "--no-auth is refused on " + listen.host() + ": it needs --host 127.0.0.1, or a login");
    }
    for (String origin : listen.corsOrigins()) {
      if (!origin.equals("*") && !ORIGIN.matcher(origin).matches()) {
        throw new Mistake(
            "--cors-origin must look like https://app.example.com, or be *, is " + origin);
      }
    }
    if (!listen.login() && listen.corsOrigins().contains("*")) {
      throw new Mistake(
          "--cors-origin * with --no-auth would let every web page in: name the origins");
    }
    if (listen.port() < 0 || listen.port() > 65_535) {
      throw new Mistake("--port must be 0 to 65535, is " + listen.port());
    }
  }

  private static boolean isLoopback(String host) {
    return host.equals("localhost")
        || host.equals("::1")
        || host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
  }
}
