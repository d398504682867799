package dev.sluice.server.http;

import dev.sluice.imports.Import;
import dev.sluice.imports.ImportStore;
import dev.sluice.imports.ImportType;
import dev.sluice.imports.Imports;
import dev.sluice.imports.RejectedBytes;
import dev.sluice.imports.RejectedRows;
import dev.sluice.imports.ResumableUploads;
import dev.sluice.imports.Undos;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * What the routes of imports speak to.
 *
 * @param types by name
 */
public record ImportPorts(
    Map<String, ImportType> types,
    Imports imports,
    ResumableUploads resumable,
    ImportStore store,
    RejectedRows rejected,
    RejectedBytes bytes,
    Undos undos,
    Supplier<UUID> ids) {

  /** The definition an import was asked for by. Throws a problem where it is gone. */
  ImportType type(Import made) {
    ImportType type = types.get(made.order().type());
    if (type == null) {
      throw Problem.of(409, "no-definition", "this import's definition is gone").asException();
    }
    return type;
  }
}
