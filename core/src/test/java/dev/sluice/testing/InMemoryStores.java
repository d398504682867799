package dev.sluice.testing;

import java.time.InstantSource;

/** All ports over one memory: a fake that passes the contracts, for tests without a database. */
public final class InMemoryStores {
  private InMemoryStores() {}

  public static Stores create(InstantSource clock) {
    InMemoryState state = new InMemoryState();
    return new Stores(
        new InMemoryBatchStore(state, clock),
        new InMemoryDatasetStore(state, clock),
        new InMemoryDeadLetterStore(state, clock),
        new InMemoryReplays(state, clock),
        new InMemoryBooks(state, clock),
        new InMemoryAnswers(state, clock),
        new InMemoryTenantStore(state, clock),
        new InMemorySenderStore(state, clock),
        new InMemoryTickets(clock),
        new ImportStores(
            new InMemoryImportStore(state, clock),
            new InMemoryUploads(state, clock),
            new InMemoryImportQueue(state, clock),
            new InMemoryRejectedRows(state),
            new InMemoryUndos(state, clock)));
  }
}
