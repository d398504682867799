package dev.sluice.server.http;

import dev.sluice.dataset.Rfc3339;
import dev.sluice.live.Tickets;
import dev.sluice.record.JsonLimits;
import dev.sluice.record.Parsed;
import dev.sluice.record.StrictJson;
import dev.sluice.tenant.Scope;
import dev.sluice.tenant.SecretHash;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A browser sends no header of its own with a WebSocket or an event stream. So whoever is let in
 * asks for a ticket, and connects with {@code ?ticket=}: good once, for half a minute.
 */
final class LiveTickets implements Routes {
  static final String PARAMETER = "ticket";
  private static final Duration GOOD = Duration.ofSeconds(30);
  private static final int BYTES = 32;
  private static final int LONGEST = 100;
  private static final String OPERATOR = "operator";

  /** In tickets of before hashes were kept in them; it is no secret's. */
  private static final String NO_HASH = "0".repeat(64);

  private static final StrictJson JSON = new StrictJson(JsonLimits.RECORD);

  private final Tickets tickets;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  LiveTickets(Tickets tickets, InstantSource clock) {
    this.tickets = tickets;
    this.clock = clock;
  }

  @Override
  public void add(RoutesConfig routes) {
    routes.post("/api/live/tickets", this::issue);
  }

  private void issue(Context context) throws IOException {
    Caller caller = Caller.of(context);
    caller.require(Scope.READ);
    QueryParameters.of(context).end();
    byte[] secret = new byte[BYTES];
    random.nextBytes(secret);
    String ticket = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    tickets.issue(hash(ticket), holder(caller), GOOD);
    ObjectNode answer = Json.object();
    answer.put(PARAMETER, ticket);
    answer.put("expiresAt", Rfc3339.utc(clock.instant().plus(GOOD).truncatedTo(ChronoUnit.MILLIS)));
    context.res().setHeader("Cache-Control", "no-store");
    Exchange.json(context, 201, Json.bytes(answer));
  }

  /**
   * Lets in whoever brings a ticket to {@code /api/live}. Throws a problem where the ticket is not
   * good; false where there is none.
   */
  boolean admits(HttpServletRequest request) {
    if (!request.getRequestURI().equals(LiveRoutes.PATH)) {
      return false;
    }
    String ticket = request.getParameter(PARAMETER);
    if (ticket == null) {
      return false;
    }
    Optional<Caller> caller =
        ticket.length() > LONGEST ? Optional.empty() : tickets.spend(hash(ticket)).map(this::of);
    request.setAttribute(
        Exchange.CALLER,
        caller.orElseThrow(() ->
            Problem.of(401, PARAMETER, "this ticket is spent, too old, or none: ask for another")
                .asException()));
    return true;
  }

  private static byte[] hash(String ticket) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(ticket.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String holder(Caller caller) {
    return switch (caller) {
      case Caller.Operator ignored -> OPERATOR;
      case Caller.TenantKey(
              String owner,
              String keyId,
              SecretHash secret,
              Set<Scope> scopes,
              String address) -> {
        ObjectNode key = Json.object();
        key.put("owner", owner);
        key.put("keyId", keyId);
        key.put("secret", HexFormat.of().formatHex(secret.bytes()));
        key.put("address", address);
        var labels = key.putArray("scopes");
        scopes.forEach(scope -> labels.add(scope.label()));
        yield key.toString();
      }
    };
  }

  private Caller of(String holder) {
    if (holder.equals(OPERATOR)) {
      return new Caller.Operator();
    }
    if (JSON.parse(holder.getBytes(StandardCharsets.UTF_8))
        instanceof Parsed.Document(JsonNode key)) {
      Set<Scope> scopes = EnumSet.noneOf(Scope.class);
      key.path("scopes")
          .values()
          .forEach(label -> Scope.of(label.asString()).ifPresent(scopes::add));
      return new Caller.TenantKey(
          key.path("owner").asString(),
          key.path("keyId").asString(),
          new SecretHash(HexFormat.of().parseHex(key.path("secret").asString(NO_HASH))),
          scopes,
          key.path("address").asString(""));
    }
    throw new IllegalStateException("a ticket's holder is written as it is read");
  }
}
