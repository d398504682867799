package dev.sluice.sequence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.sluice.run.NewBatch;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is told of senders, once: gaps that opened and closed, silence and its end (N23). */
public interface NoticeContract extends SenderBatches {

  @Test
  default void a_gap_is_told_once_when_it_stayed_and_once_when_it_is_filled() {
    land(SenderBatches.arrivals("north", 1, 5));
    fold();
    assertEquals(List.of(), gaps(), "seen for the first time");
    Notice.Gaps opened = assertInstanceOf(Notice.Gaps.class, gaps().getFirst());
    assertEquals(List.of(new Range(2, 4)), opened.opened());
    assertEquals(List.of(), opened.closed());
    assertEquals("north", opened.source());
    assertEquals(List.of(), gaps());
    land(SenderBatches.arrivals("north", 3, 9));
    fold();
    Notice.Gaps part = assertInstanceOf(Notice.Gaps.class, gaps().getFirst());
    assertEquals(List.of(new Range(3, 3)), part.closed());
    assertEquals(List.of(), part.opened());
    Notice.Gaps stayed = assertInstanceOf(Notice.Gaps.class, gaps().getFirst());
    assertEquals(List.of(new Range(6, 8)), stayed.opened());
    assertEquals(List.of(), gaps());
  }

  @Test
  default void a_gap_filled_before_it_stayed_is_never_told() {
    land(SenderBatches.arrivals("north", 1, 3));
    fold();
    gaps();
    land(SenderBatches.arrivals("north", 2));
    fold();
    assertEquals(List.of(), gaps());
    assertEquals(List.of(), gaps());
    land(SenderBatches.arrivals("north", 5));
    fold();
    gaps();
    assertEquals(
        List.of(),
        stores().senders().gaps(Duration.ofHours(1), 10),
        "too soon after the last look");
    assertEquals(1, gaps().size());
  }

  private List<Notice> gaps() {
    return stores().senders().gaps(Duration.ZERO, 10);
  }

  @Test
  default void silence_is_told_once_and_so_is_its_end() {
    land(SenderBatches.arrivals("north", 1));
    fold();
    SenderStore senders = stores().senders();
    Duration already = Duration.ofSeconds(-5);
    assertEquals(List.of(), senders.silences("default", "till", Duration.ofHours(1)));
    Notice.Silent silent =
        assertInstanceOf(
            Notice.Silent.class, senders.silences("default", "till", already).getFirst());
    assertEquals("north", silent.source());
    assertEquals(List.of(), senders.silences("default", "till", already));
    assertEquals(List.of(), senders.silences("default", "other", already));
    Notice.Back back =
        assertInstanceOf(
            Notice.Back.class, senders.silences("default", "till", Duration.ofHours(1)).getFirst());
    assertEquals(only().lastAt(), back.lastAt());
    NewBatch waiting = SenderBatches.batch(stores(), SenderBatches.arrivals("north", 2));
    stores().batches().accept(waiting, 1, new byte[] {1});
    assertEquals(
        List.of(), senders.silences("default", "till", already), "it is heard, if not landed yet");
  }
}
