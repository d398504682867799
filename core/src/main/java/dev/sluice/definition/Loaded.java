package dev.sluice.definition;

import java.util.List;
import java.util.Optional;

/**
 * What a set of definitions holds.
 *
 * @param definitions those without errors of their own, in the order of files and lines
 * @param findings all of them, in the same order
 */
public record Loaded(List<Definition> definitions, List<Finding> findings) {

  public Loaded {
    definitions = List.copyOf(definitions);
    findings = List.copyOf(findings);
  }

  /** Whether the set must not be used. */
  public boolean hasErrors() {
    return findings.stream().anyMatch(one -> one.severity() == Finding.Severity.ERROR);
  }

  public List<DatasetDefinition> datasets() {
    return all(DatasetDefinition.class);
  }

  public List<FeedDefinition> feeds() {
    return all(FeedDefinition.class);
  }

  public List<ImportDefinition> imports() {
    return all(ImportDefinition.class);
  }

  public <T extends Definition> List<T> all(Class<T> type) {
    return definitions.stream().filter(type::isInstance).map(type::cast).toList();
  }

  public Optional<DatasetDefinition> dataset(String name) {
    return datasets().stream().filter(dataset -> dataset.name().equals(name)).findFirst();
  }
}
