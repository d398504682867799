package dev.sluice.tenant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The form of keys. */
class CredentialTest {
  private static final UUID ID = UUID.fromString("0198f0c2-0000-7000-8000-000000000000");

  @Test
  void a_secret_is_256_random_bits_in_a_form_that_scanners_find() {
    Random random = new Random(1);
    Credential one = Credential.issue(ID, random);
    assertTrue(one.secret().matches("sluice_[A-Za-z0-9_-]{43}"), one.secret());
    assertNotEquals(one.secret(), Credential.issue(ID, random).secret());
    assertEquals(Optional.of(one), Credential.parse(one.text()));
  }

  @Test
  void a_secret_is_not_in_what_a_log_would_show() {
    Credential one = Credential.issue(ID, new Random(1));
    assertFalse(one.toString().contains(one.secret()));
    assertFalse(SecretHash.of(one.secret()).toString().matches(".*[0-9a-f]{8}.*"));
  }

  @Test
  void what_has_another_form_is_none() {
    String secret = "x".repeat(50);
    for (String text :
        new String[] {
          "",
          ".",
          ID.toString(),
          ID + ".",
          ID + " " + secret,
          "." + secret,
          ID.toString().replace('-', '_') + "." + secret,
          ID + "." + "x".repeat(200)
        }) {
      assertTrue(Credential.parse(text).isEmpty(), text);
    }
  }
}
