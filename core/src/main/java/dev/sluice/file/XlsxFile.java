package dev.sluice.file;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/**
 * A spreadsheet (ECMA-376, SpreadsheetML) read in bounded memory, its only sheet with data as CSV.
 * What its cells refer to may come before or after them in the file, so that it is kept in a
 * scratch file and read twice.
 */
final class XlsxFile implements AutoCloseable {
  private static final int MAX_ENTRIES = 10_000;

  private final Path file;
  private final FileLimits limits;
  private final XlsxStrings strings;
  private final XlsxStyles styles = new XlsxStyles();
  private final XlsxWorkbook workbook = new XlsxWorkbook();

  private XlsxFile(Path file, XlsxStrings strings, FileLimits limits) {
    this.file = file;
    this.strings = strings;
    this.limits = limits;
  }

  /** Keeps the stream in a file of the scratch folder until it is closed. */
  static XlsxFile spool(InputStream in, Path scratch, FileLimits limits)
      throws IOException, FileProblemException {
    Files.createDirectories(scratch);
    Path file = Files.createTempFile(scratch, "sheet", ".xlsx");
    @Nullable XlsxFile spooled = null;
    try {
      Files.copy(in, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      spooled = new XlsxFile(file, XlsxStrings.in(scratch), limits);
      spooled.readParts();
      return spooled;
    } catch (IOException | FileProblemException | RuntimeException e) {
      if (spooled == null) {
        Files.deleteIfExists(file);
      } else {
        spooled.close();
      }
      throw e;
    }
  }

  private void readParts() throws IOException, FileProblemException {
    try (ZipInputStream zip = open()) {
      int entries = 0;
      for (ZipEntry entry = next(zip); entry != null; entry = next(zip)) {
        if (++entries > MAX_ENTRIES) {
          throw FileProblemException.limit(
              "entries", MAX_ENTRIES, 0, "the spreadsheet has too many parts");
        }
        InputStream part = part(zip);
        switch (entry.getName()) {
          case "xl/workbook.xml" -> workbook.readSheets(part);
          case "xl/_rels/workbook.xml.rels" -> workbook.readTargets(part);
          case "xl/styles.xml" -> styles.read(part);
          case "xl/sharedStrings.xml" -> strings.read(part);
          default -> {}
        }
      }
    } catch (XMLStreamException | ZipException | EOFException e) {
      throw problem(e);
    }
    if (workbook.sheets().isEmpty()) {
      throw Signature.wrong(
          "is a zip that is no spreadsheet", "unpack it, or pack the one file with gzip");
    }
    styles.finish(workbook.is1904());
  }

  /**
   * The rows as CSV, with commas.
   *
   * @throws FileProblemException if there are two sheets with data
   */
  InputStream csv() throws IOException, FileProblemException {
    String name = sheetWithData();
    ZipInputStream zip = open();
    try {
      for (ZipEntry entry = next(zip); entry != null; entry = next(zip)) {
        if (entry.getName().equals(name)) {
          return new XlsxCsv(new XlsxRows(part(zip), strings, styles), zip);
        }
      }
      throw new ZipException("the sheet is gone");
    } catch (XMLStreamException | ZipException | EOFException e) {
      zip.close();
      throw problem(e);
    }
  }

  private String sheetWithData() throws IOException, FileProblemException {
    @Nullable String found = null;
    try (ZipInputStream zip = open()) {
      for (ZipEntry entry = next(zip); entry != null; entry = next(zip)) {
        String name = entry.getName();
        if (workbook.isVisibleSheet(name)
            && new XlsxRows(part(zip), strings, styles).next() != null) {
          if (found != null) {
            throw new FileProblemException(
                "several-sheets",
                0,
                "the spreadsheet has data on more than one sheet: keep one, or send each by"
                    + " itself");
          }
          found = name;
        }
      }
    } catch (XMLStreamException | ZipException | EOFException e) {
      throw problem(e);
    }
    if (found == null) {
      throw new FileProblemException("empty-file", 0, "the spreadsheet has no data");
    }
    return found;
  }

  private ZipInputStream open() throws IOException {
    return new ZipInputStream(new BufferedInputStream(Files.newInputStream(file), 64 * 1024));
  }

  private static @Nullable ZipEntry next(ZipInputStream zip) throws IOException {
    try {
      return zip.getNextEntry();
    } catch (IllegalArgumentException e) {
      throw new ZipException("a name is no text");
    }
  }

  private InputStream part(ZipInputStream zip) throws IOException {
    return new XlsxPart(zip, Files.size(file), limits);
  }

  /** The cause may be a problem that came through a parser. */
  static FileProblemException problem(Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof ProblemInStream stream) {
        return stream.problem();
      }
      if (cause instanceof XMLStreamException xml && xml.getNestedException() != null) {
        cause = xml.getNestedException();
        if (cause instanceof ProblemInStream stream) {
          return stream.problem();
        }
      }
    }
    return new FileProblemException(
        "damaged-xlsx", 0, "the spreadsheet is damaged or cut short: save it again and send that");
  }

  @Override
  public void close() throws IOException {
    try {
      strings.close();
    } finally {
      Files.deleteIfExists(file);
    }
  }
}
