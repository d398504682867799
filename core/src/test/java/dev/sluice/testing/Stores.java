package dev.sluice.testing;

import dev.sluice.dataset.DatasetStore;
import dev.sluice.deadletter.DeadLetterStore;
import dev.sluice.deadletter.Replays;
import dev.sluice.live.Tickets;
import dev.sluice.run.Answers;
import dev.sluice.run.BatchStore;
import dev.sluice.run.Books;
import dev.sluice.sequence.SenderStore;
import dev.sluice.tenant.TenantStore;

/** One backend's implementations of the core's ports, over the same data. */
public record Stores(
    BatchStore batches,
    DatasetStore datasets,
    DeadLetterStore letters,
    Replays replays,
    Books books,
    Answers answers,
    TenantStore tenants,
    SenderStore senders,
    Tickets tickets,
    ImportStores imports) {}
