package dev.sluice.tenant;

import dev.sluice.limit.Rate;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who owns data.
 *
 * @param id as definitions name it: lower-case letters, digits, {@code -} and {@code _}
 * @param name for people
 * @param rateLimit of all its keys together; null: none
 */
public record Tenant(String id, String name, @Nullable Rate rateLimit, Instant createdAt) {
  private static final Pattern ID = Pattern.compile("[a-z][a-z0-9_-]{0,47}");

  public Tenant {
    if (!isId(id)) {
      throw new IllegalArgumentException("no id of a tenant");
    }
  }

  public static boolean isId(String text) {
    return ID.matcher(text).matches();
  }
}
