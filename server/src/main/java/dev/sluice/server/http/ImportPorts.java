package dev.sluice.server.http;

import dev.sluice.imports.ImportStore;
import dev.sluice.imports.ImportType;
import dev.sluice.imports.Imports;
import dev.sluice.imports.RejectedRows;
import java.util.Map;

/**
 * What the routes of imports speak to.
 *
 * @param types by name
 */
public record ImportPorts(
    Map<String, ImportType> types, Imports imports, ImportStore store, RejectedRows rejected) {}
