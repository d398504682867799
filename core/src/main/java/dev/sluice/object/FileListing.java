package dev.sluice.object;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One page of a listing in the order of keys. A folder may hold any number of files, so it is read
 * through and only its smallest names are kept, as often as there are pages of them.
 */
final class FileListing {
  private final Folder folder;
  private final Descriptions descriptions;
  private final String prefix;
  private final String after;
  private final int limit;
  private final List<StoredObject> found = new ArrayList<>();

  FileListing(
      Folder folder, Descriptions descriptions, String prefix, @Nullable String after, int limit) {
    this.folder = folder;
    this.descriptions = descriptions;
    this.prefix = FileNames.octets(ObjectKey.bytes(prefix));
    this.after = after == null ? "" : FileNames.octets(ObjectKey.bytes(after));
    this.limit = limit;
  }

  /**
   * A name in a folder.
   *
   * @param octets its key; of a folder, what the keys in it start with
   */
  private record Entry(String octets, Path path, boolean isFolder) {
    static final Comparator<Entry> ORDER =
        Comparator.comparing(Entry::octets).thenComparing(Entry::isFolder);
  }

  List<StoredObject> read() throws IOException {
    if (limit > 0) {
      walk(folder.root(), "");
    }
    return found;
  }

  private void walk(Path path, String base) throws IOException {
    @Nullable Entry last = null;
    while (found.size() < limit) {
      NavigableSet<Entry> page = page(path, base, last);
      if (page.isEmpty()) {
        return;
      }
      for (Entry entry : page) {
        if (found.size() == limit) {
          return;
        }
        if (entry.isFolder()) {
          walk(entry.path(), entry.octets());
        } else {
          add(entry);
        }
        last = entry;
      }
    }
  }

  private NavigableSet<Entry> page(Path path, String base, @Nullable Entry last)
      throws IOException {
    NavigableSet<Entry> page = new TreeSet<>(Entry.ORDER);
    try (DirectoryStream<Path> paths = Files.newDirectoryStream(path)) {
      for (Path one : paths) {
        @Nullable Entry entry = entry(one, base);
        if (entry == null || (last != null && Entry.ORDER.compare(entry, last) <= 0)) {
          continue;
        }
        page.add(entry);
        if (page.size() > limit) {
          page.pollLast();
        }
      }
    } catch (NoSuchFileException e) {
      return page;
    } catch (java.nio.file.DirectoryIteratorException e) {
      throw e.getCause();
    }
    return page;
  }

  private @Nullable Entry entry(Path path, String base) throws IOException {
    String name = String.valueOf(path.getFileName());
    if (name.equals(Folder.OWN)) {
      return null;
    }
    try {
      String octets = base + FileNames.part(name);
      boolean continues = FileNames.continues(name);
      // Most entries are settled by their names alone.
      if (outside(octets)) {
        return null;
      }
      BasicFileAttributes attributes = Folder.attributes(path);
      if (attributes.isDirectory()) {
        String inside = continues ? octets : octets + "/";
        return leads(inside) ? new Entry(inside, path, true) : null;
      }
      boolean wanted = octets.startsWith(prefix) && octets.compareTo(after) > 0;
      return attributes.isRegularFile() && !continues && wanted
          ? new Entry(octets, path, false)
          : null;
    } catch (IllegalArgumentException | NoSuchFileException e) {
      return null; // another's file, or one that is gone
    }
  }

  private boolean outside(String octets) {
    return !octets.startsWith(prefix) && !prefix.startsWith(octets);
  }

  /** Whether a folder may hold keys that are asked for. */
  private boolean leads(String inside) {
    boolean matches = inside.startsWith(prefix) || prefix.startsWith(inside);
    return matches && (after.startsWith(inside) || inside.compareTo(after) > 0);
  }

  private void add(Entry entry) throws IOException {
    String key = FileNames.key(entry.octets());
    // Another's file may have a name that no key of ours is written as.
    if (!folder.path(key).equals(entry.path())) {
      return;
    }
    try {
      found.add(descriptions.describe(key, Folder.attributes(entry.path())));
    } catch (NoSuchFileException e) {
      return; // deleted meanwhile
    }
  }
}
