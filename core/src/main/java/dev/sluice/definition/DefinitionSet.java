package dev.sluice.definition;

import dev.sluice.record.Column;
import dev.sluice.record.Mapping;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Documents on their way to being a checked set. For one thread. */
final class DefinitionSet {
  /**
   * Kinds whose features come with the server or later; without them their documents are kept
   * unread.
   */
  private static final List<String> OTHERS = List.of("collector", "transfer", "workflow");

  private final Map<String, DefinitionKind.Reader> readers = new LinkedHashMap<>();
  private final Findings findings;
  private final List<Definition> definitions = new ArrayList<>();
  private final List<YamlNode.Scalar> references = new ArrayList<>();

  /** Of feeds and imports, to be asked for places inside their mappings. */
  private final Map<Definition, DocumentNode> documents = new IdentityHashMap<>();

  /** Every name that was declared, by kind, also by documents with errors. */
  private final Map<String, Map<String, Position>> declared = new HashMap<>();

  DefinitionSet(List<DefinitionKind> more, Findings findings) {
    this.findings = findings;
    readers.put(DatasetDefinition.KIND, DatasetReader::read);
    readers.put(FeedDefinition.KIND, FeedReader::read);
    readers.put(ImportDefinition.KIND, ImportReader::read);
    OTHERS.forEach(kind -> readers.put(kind, document -> other(kind, document)));
    more.forEach(kind -> readers.put(kind.name(), kind.reader()));
  }

  void add(String file, String text) {
    for (YamlNode document : YamlFile.documents(file, text, findings)) {
      if (document instanceof YamlNode.Fields fields) {
        add(fields);
      } else {
        findings.error(
            document.at(),
            "type",
            "a definition must be an object",
            "start it with `dataset:`, ...");
      }
    }
  }

  private void add(YamlNode.Fields document) {
    Optional<String> kind = kind(document);
    if (kind.isEmpty()) {
      return;
    }
    DocumentNode node = new DocumentNode(document, findings);
    declare(kind.get(), document);
    refer(kind.get(), document);
    DefinitionKind.Reader reader = java.util.Objects.requireNonNull(readers.get(kind.get()));
    @Nullable Definition definition = reader.read(node);
    if (definition != null && !node.hasErrors()) {
      definitions.add(definition);
      documents.put(definition, node);
    }
  }

  /**
   * The kind is the first field. Where that is no kind, any other field that is one will do; {@code
   * dataset} last, since most kinds have it.
   */
  private Optional<String> kind(YamlNode.Fields document) {
    if (document.fields().isEmpty()) {
      findings.error(document.at(), "unknown-kind", "the definition is empty", "");
      return Optional.empty();
    }
    String first = document.fields().keySet().iterator().next();
    if (readers.containsKey(first)) {
      return Optional.of(first);
    }
    Optional<String> meant = DocumentNode.didYouMean(first, readers.keySet());
    if (meant.isEmpty()) {
      Optional<String> kind =
          readers.keySet().stream()
              .filter(name -> !name.equals(DatasetDefinition.KIND))
              .filter(document.fields()::containsKey)
              .findFirst();
      if (kind.isPresent() || document.fields().containsKey(DatasetDefinition.KIND)) {
        return Optional.of(kind.orElse(DatasetDefinition.KIND));
      }
    }
    findings.error(
        document.fields().values().iterator().next().nameAt(),
        "unknown-kind",
        DocumentNode.quoted(first) + " is no kind of definition",
        meant.orElse("start it with one of " + String.join(", ", readers.keySet())));
    return Optional.empty();
  }

  private void declare(String kind, YamlNode.Fields document) {
    YamlNode.Field field = document.fields().get(kind);
    if (field == null || !(field.value() instanceof YamlNode.Scalar name)) {
      return;
    }
    Position before =
        declared.computeIfAbsent(kind, any -> new HashMap<>()).putIfAbsent(name.text(), name.at());
    if (before != null) {
      findings.error(
          name.at(),
          "duplicate-name",
          "there are two definitions `" + kind + ": " + YamlFile.shorten(name.text()) + "`",
          "the first is at " + before);
    }
  }

  /** Kept beside the definition, so that one with other mistakes is told of this one too. */
  private void refer(String kind, YamlNode.Fields document) {
    YamlNode.Field field = document.fields().get(DatasetDefinition.KIND);
    boolean lands = kind.equals(FeedDefinition.KIND) || kind.equals(ImportDefinition.KIND);
    if (lands && field != null && field.value() instanceof YamlNode.Scalar dataset) {
      references.add(dataset);
    }
  }

  private @Nullable Definition other(String kind, DocumentNode node) {
    String name = Names.read(node, kind);
    return new OtherDefinition(kind, name, node.json(), node.at(), node.hash());
  }

  /** Holds the definitions against each other. */
  Loaded check() {
    Map<String, DatasetDefinition> datasets = new LinkedHashMap<>();
    Map<String, DatasetDefinition> paths = new HashMap<>();
    for (Definition definition : definitions) {
      if (definition instanceof DatasetDefinition dataset) {
        datasets.putIfAbsent(dataset.name(), dataset);
        path(dataset, paths.putIfAbsent(dataset.path(), dataset));
      }
    }
    references.forEach(this::reference);
    for (Definition definition : definitions) {
      if (definition instanceof FeedDefinition feed) {
        feed(feed, datasets.get(feed.dataset()));
        mapping(feed, feed.mapping(), datasets.get(feed.dataset()));
      }
      if (definition instanceof ImportDefinition imported) {
        columns(imported, datasets.get(imported.dataset()));
        mapping(imported, imported.mapping(), datasets.get(imported.dataset()));
      }
    }
    return new Loaded(definitions, findings.sorted());
  }

  private void path(DatasetDefinition dataset, @Nullable DatasetDefinition taken) {
    if (Names.isReserved(dataset.path())) {
      findings.error(
          dataset.at(),
          "path",
          "path `" + dataset.path() + "` is one of the platform's own",
          "choose another `path:`");
    }
    if (taken != null && !taken.name().equals(dataset.name())) {
      findings.error(
          dataset.at(),
          "path",
          "path `" + dataset.path() + "` is also that of dataset `" + taken.name() + "`",
          "the other is at " + taken.at());
    }
  }

  /** To a dataset that is declared anywhere; one with errors of its own has findings enough. */
  private void reference(YamlNode.Scalar dataset) {
    Map<String, Position> names = declared.getOrDefault(DatasetDefinition.KIND, Map.of());
    if (!names.containsKey(dataset.text())) {
      findings.error(
          dataset.at(),
          "unknown-dataset",
          "there is no dataset `" + YamlFile.shorten(dataset.text()) + "`",
          DocumentNode.didYouMean(dataset.text(), names.keySet())
              .orElse("define it, or name another"));
    }
  }

  private void mapping(
      Definition definition, Mapping mapping, @Nullable DatasetDefinition dataset) {
    @Nullable DocumentNode node = documents.get(definition);
    if (node != null && dataset != null) {
      MappingCheck.output(node, mapping, dataset);
    }
  }

  private void feed(FeedDefinition feed, @Nullable DatasetDefinition dataset) {
    if (dataset != null && dataset.key().isEmpty()) {
      findings.error(
          feed.datasetAt(),
          "key",
          "dataset `"
              + dataset.name()
              + "` has no key, so a resend could not be told from a new record",
          "add `key:` to the dataset at " + dataset.at());
    }
  }

  /** Without a mapping, what a column is renamed to must be one of the dataset's. */
  private void columns(ImportDefinition imported, @Nullable DatasetDefinition dataset) {
    if (dataset == null || !imported.mapping().equals(Mapping.IDENTITY)) {
      return;
    }
    List<String> known = dataset.columns().columns().stream().map(Column::name).toList();
    imported
        .columns()
        .forEach((name, target) -> {
          if (!known.contains(target)) {
            findings.error(
                imported.columnsAt().getOrDefault(name, imported.at()),
                "unknown-column",
                "column "
                    + DocumentNode.quoted(name)
                    + " goes by "
                    + DocumentNode.quoted(target)
                    + ", which dataset `"
                    + dataset.name()
                    + "` does not have",
                DocumentNode.didYouMean(target, known)
                    .orElse("it has " + String.join(", ", known)));
          }
        });
  }
}
