/**
 * Pipelines as code: YAML documents, one or more a file, read with their positions so that every
 * mistake is named at its place, all of them at once.
 *
 * <p>It starts at {@link dev.sluice.definition.Definitions#load}. {@link
 * dev.sluice.definition.DocumentNode} is what each feature reads its own kind with; a kind is made
 * known by a {@link dev.sluice.definition.DefinitionKind}. No input may make it throw or grow
 * without bound, and it never resolves a secret, fetches anything or changes anything.
 */
@org.jspecify.annotations.NullMarked
package dev.sluice.definition;
