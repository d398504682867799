package dev.sluice.definition;

import org.jspecify.annotations.Nullable;

/**
 * A kind of definition and the feature that reads it.
 *
 * @param name the field that names a document of this kind ({@code feed: partner-a})
 */
public record DefinitionKind(String name, Reader reader) {

  /**
   * Reads one document; what is wrong goes to the node, and null says that nothing can be made of
   * it.
   */
  public interface Reader {
    @Nullable Definition read(DocumentNode document);
  }
}
