package dev.sluice.testing;

import dev.sluice.imports.ImportQueue;
import dev.sluice.imports.ImportStore;
import dev.sluice.imports.RejectedRows;
import dev.sluice.imports.Undos;
import dev.sluice.imports.Uploads;

/** One backend's implementations of the ports of imports. */
public record ImportStores(
    ImportStore store, Uploads uploads, ImportQueue queue, RejectedRows rejected, Undos undos) {}
