package dev.sluice.object;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.run.BackendException;
import java.util.concurrent.Callable;

/** What every object store promises. */
public interface ObjectStoreContract extends ObjectKeyContract, ObjectContentContract {

  /** For stores that refuse: what they throw. */
  static void assertRefused(Callable<?> action) {
    BackendException refused = assertThrows(BackendException.class, action::call);
    assertEquals(BackendException.Kind.DATA, refused.kind());
  }
}
