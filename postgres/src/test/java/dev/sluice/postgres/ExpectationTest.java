package dev.sluice.postgres;

import static dev.sluice.postgres.Attempt.Care.HOPING;
import static dev.sluice.postgres.Attempt.Care.LOOKING;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ExpectationTest {
  private static final int LOOKS = 32;
  private final Expectation expectation = new Expectation();

  @Test
  void records_are_taken_to_be_new_until_one_is_not() {
    note(false, 3);
    assertEquals(HOPING, expectation.care());
    note(true, 1);
    assertEquals(LOOKING, expectation.care());
  }

  @Test
  void after_a_collision_hope_comes_back_with_as_many_batches_that_were_new() {
    note(true, 5);
    note(false, LOOKS - 1);
    assertEquals(LOOKING, expectation.care());
    note(false, 1);
    assertEquals(HOPING, expectation.care());
  }

  @Test
  void a_further_collision_begins_the_count_anew() {
    note(true, 1);
    note(false, LOOKS - 1);
    note(true, 1);
    note(false, LOOKS - 1);
    assertEquals(LOOKING, expectation.care());
  }

  private void note(boolean collided, int times) {
    for (int i = 0; i < times; i++) {
      expectation.note(collided);
    }
  }
}
