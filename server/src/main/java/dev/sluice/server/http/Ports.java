package dev.sluice.server.http;

import dev.sluice.dataset.Dataset;
import dev.sluice.dataset.DatasetStore;
import dev.sluice.deadletter.DeadLetterStore;
import dev.sluice.deadletter.Desk;
import dev.sluice.feed.Feed;
import dev.sluice.run.Answers;
import dev.sluice.run.BatchStore;
import dev.sluice.run.Books;
import dev.sluice.sequence.SenderStore;
import dev.sluice.server.telemetry.Telemetry;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * What the routes speak to.
 *
 * @param feeds by name
 * @param maxRecords in one body, by feed
 * @param datasets by name
 * @param queues as they were a moment ago; asking costs nothing
 */
public record Ports(
    Map<String, Feed> feeds,
    Map<String, Integer> maxRecords,
    Map<String, Dataset> datasets,
    DatasetStore store,
    BatchStore batches,
    Books books,
    DeadLetterStore letters,
    Desk desk,
    Answers answers,
    Tenancy tenancy,
    Pressure pressure,
    Readiness readiness,
    SenderStore senders,
    Watching watching,
    ImportPorts imports,
    Supplier<List<Books.Queue>> queues,
    Telemetry telemetry,
    Supplier<UUID> ids,
    InstantSource clock) {}
