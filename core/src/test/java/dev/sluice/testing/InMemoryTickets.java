package dev.sluice.testing;

import dev.sluice.live.Tickets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

final class InMemoryTickets implements Tickets {
  private final InstantSource clock;
  private final Map<String, Ticket> tickets = new HashMap<>();

  private record Ticket(String holder, Instant expiresAt) {}

  InMemoryTickets(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public synchronized void issue(byte[] hash, String holder, Duration good) {
    tickets.put(HexFormat.of().formatHex(hash), new Ticket(holder, clock.instant().plus(good)));
  }

  @Override
  public synchronized Optional<String> spend(byte[] hash) {
    return Optional.ofNullable(tickets.remove(HexFormat.of().formatHex(hash)))
        .filter(ticket -> ticket.expiresAt().isAfter(clock.instant()))
        .map(Ticket::holder);
  }

  @Override
  public synchronized int purge(int limit) {
    int before = tickets.size();
    tickets.values().removeIf(ticket -> !ticket.expiresAt().isAfter(clock.instant()));
    return before - tickets.size();
  }
}
