package dev.sluice.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** A secret of 256 bits in a file that only its owner can read; made once. */
final class KeyFile {
  private static final int BYTES = 32;

  private KeyFile() {}

  /** In hexadecimal. */
  static String read(Path file) {
    try {
      if (!Files.exists(file)) {
        create(file);
      }
      String text = Files.readString(file, StandardCharsets.US_ASCII).strip();
      if (text.length() < 2 * BYTES) {
        throw new Mistake(file + " is too short to be a secret: remove it, and a new one is made");
      }
      return text;
    } catch (IOException e) {
      throw new Mistake("cannot read or make " + file + ": check the folder's rights");
    }
  }

  /** Complete or not there at all, also where two processes start at once. */
  private static void create(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException("no folder");
    }
    Files.createDirectories(folder);
    byte[] secret = new byte[BYTES];
    new SecureRandom().nextBytes(secret);
    Path draft =
        Files.createTempFile(
            folder,
            ".key",
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Files.writeString(draft, HexFormat.of().formatHex(secret) + "\n");
      Files.createLink(file, draft);
    } catch (FileAlreadyExistsException e) {
      return; // the other process was first, and its secret counts
    } catch (UnsupportedOperationException e) {
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(draft);
    }
  }
}
