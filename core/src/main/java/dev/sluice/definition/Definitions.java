package dev.sluice.definition;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Loads a set of definitions, whole: every file is read and every mistake found before anything is
 * said.
 */
public final class Definitions {
  private static final int MAX_FILES = 1_000;
  private static final int MAX_FOLDERS = 16;

  private Definitions() {}

  /**
   * All {@code *.yaml} and {@code *.yml} files in a folder and its subfolders but hidden ones, with
   * no kinds but the core's.
   */
  public static Loaded load(Path folder) {
    return load(folder, List.of());
  }

  /**
   * As {@link #load(Path)}, with kinds that features bring.
   *
   * <p>Never throws for what is in the folder or missing from it. Symbolic links to files are
   * followed, those to folders are not.
   */
  public static Loaded load(Path folder, List<DefinitionKind> more) {
    Findings findings = new Findings();
    DefinitionSet set = new DefinitionSet(more, findings);
    for (Path path : files(folder, findings)) {
      String name = folder.relativize(path).toString();
      text(path, name, findings).ifPresent(text -> set.add(name, text));
    }
    return set.check();
  }

  /** The documents of one text as a whole set. */
  public static Loaded parse(String fileName, String text) {
    return parse(fileName, text, List.of());
  }

  public static Loaded parse(String fileName, String text, List<DefinitionKind> more) {
    DefinitionSet set = new DefinitionSet(more, new Findings());
    set.add(fileName, text);
    return set.check();
  }

  private static List<Path> files(Path folder, Findings findings) {
    Position at = new Position(folder.toString(), 1, 1);
    try (Stream<Path> paths = Files.walk(folder, MAX_FOLDERS)) {
      List<Path> files =
          paths
              .filter(Files::isRegularFile)
              .filter(path -> isYaml(path.toString()) && !isHidden(folder.relativize(path)))
              .sorted()
              .limit(MAX_FILES + 1L)
              .toList();
      if (files.size() > MAX_FILES) {
        findings.error(at, "limit", "there are more than " + MAX_FILES + " files", "");
      }
      return files;
    } catch (IOException | java.io.UncheckedIOException e) {
      findings.error(
          at,
          "folder",
          "the definitions folder cannot be read",
          "check that it exists, and its rights");
      return List.of();
    }
  }

  /**
   * Whether it lies in a folder whose name starts with a dot: a mounted folder keeps what its links
   * lead to in such ones.
   */
  private static boolean isHidden(Path path) {
    for (Path name = path.getParent(); name != null; name = name.getParent()) {
      if (String.valueOf(name.getFileName()).startsWith(".")) {
        return true;
      }
    }
    return false;
  }

  private static boolean isYaml(String path) {
    return path.endsWith(".yaml") || path.endsWith(".yml");
  }

  private static Optional<String> text(Path path, String name, Findings findings) {
    Position at = new Position(name, 1, 1);
    try {
      if (Files.size(path) > 4L * YamlFile.MAX_CHARACTERS) {
        findings.error(at, "limit", "the file is longer than 4 MB", "split it");
        return Optional.empty();
      }
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(path));
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
    } catch (CharacterCodingException e) {
      findings.error(at, "encoding", "the file is not UTF-8", "save it as UTF-8");
    } catch (IOException e) {
      findings.error(at, "file", "the file cannot be read", "check its rights");
    }
    return Optional.empty();
  }
}
