package dev.sluice.server.http;

import dev.sluice.limit.Rate;
import dev.sluice.record.FieldError;
import dev.sluice.tenant.AddressRange;
import dev.sluice.tenant.ApiKey;
import dev.sluice.tenant.Scope;
import dev.sluice.tenant.SecretHash;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What somebody wants a key to be. */
record KeyWish(
    String name,
    Set<Scope> scopes,
    @Nullable Instant expiresAt,
    List<AddressRange> allowIps,
    @Nullable Rate rateLimit) {
  private static final int NAME = 200;
  private static final String SCOPES =
      "one of " + Arrays.stream(Scope.values()).map(Scope::label).collect(Collectors.joining(", "));

  /** Throws problem 422 with every mistake. */
  static KeyWish read(JsonFields fields) {
    String name = fields.text("name", NAME);
    if (!fields.isSet("scopes")) {
      fields.wrong("required", "scopes", "the field is missing", SCOPES);
    }
    KeyWish wish =
        new KeyWish(
            Objects.requireNonNullElse(name, ""),
            scopes(fields),
            fields.time("expiresAt"),
            allowIps(fields),
            fields.rate("rateLimit"));
    readSignature(fields);
    fields.end();
    return wish;
  }

  private static Set<Scope> scopes(JsonFields fields) {
    return Set.copyOf(fields.list("scopes", Scope::of, SCOPES));
  }

  private static List<AddressRange> allowIps(JsonFields fields) {
    return fields.list(
        "allowIps",
        AddressRange::parse,
        "an address, or a range with no bit set after its prefix, such as 203.0.113.0/24");
  }

  private static void readSignature(JsonFields fields) {
    String signature = fields.parsed("signature", Optional::of, "");
    if (signature != null && signature.equals("required")) {
      fields.wrong(
          "unsupported",
          "signature",
          "cannot be required yet: signed requests are not understood by this version",
          "leave it out");
    } else if (signature != null && !signature.equals("optional")) {
      fields.wrong("enum", "signature", "is none of the allowed values", "send optional");
    }
  }

  /** Throws problem 422 where it would have expired before it was made. */
  void checkExpiry(Instant now) {
    if (expiresAt != null && !expiresAt.isAfter(now)) {
      String message = "is in the past";
      throw Problem.of(422, "invalid", "`expiresAt` " + message)
          .with(
              List.of(
                  new FieldError(
                      "past", "expiresAt", expiresAt.toString(), message, "a time to come")))
          .asException();
    }
  }

  ApiKey key(String tenant, UUID id, SecretHash secret, Instant now) {
    return new ApiKey(
        id,
        tenant,
        name,
        scopes,
        secret,
        null,
        now,
        expiresAt,
        null,
        allowIps,
        ApiKey.Signature.OPTIONAL,
        rateLimit);
  }

  /** The key with what was sent put in; throws problem 422 with every mistake. */
  static ApiKey change(ApiKey key, JsonFields fields) {
    String name = fields.text("name", NAME);
    ApiKey changed =
        new ApiKey(
            key.id(),
            key.tenant(),
            Objects.requireNonNullElse(name, key.name()),
            fields.has("scopes") ? scopes(fields) : key.scopes(),
            key.secret(),
            key.previous(),
            key.createdAt(),
            fields.has("expiresAt") ? fields.time("expiresAt") : key.expiresAt(),
            key.revokedAt(),
            fields.has("allowIps") ? allowIps(fields) : key.allowIps(),
            key.signature(),
            fields.has("rateLimit") ? fields.rate("rateLimit") : key.rateLimit());
    fields.end();
    return changed;
  }
}
