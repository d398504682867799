package dev.sluice.server.http;

import dev.sluice.live.Broadcast;
import dev.sluice.live.Live;
import dev.sluice.live.Tickets;

/** What live routes speak to, and whoever has something to tell those who watch. */
public record Watching(Live live, Broadcast broadcast, Tickets tickets) {}
