package dev.sluice.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Words reach whoever listens, in any process. */
public interface BroadcastContract {

  /** Of two processes; where there is but one, it twice. */
  List<Broadcast> processes();

  /** Keeps what it hears. */
  final class Heard implements Broadcast.Listener {
    final Set<Topic> topics = ConcurrentHashMap.newKeySet();
    final List<Topic> all = new CopyOnWriteArrayList<>();

    @Override
    public void changed(Topic topic) {
      topics.add(topic);
      all.add(topic);
    }

    @Override
    public void missed() {
      all.clear();
    }

    public void await(Topic topic, Broadcast teller) throws InterruptedException {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (!topics.contains(topic)) {
        assertTrue(System.nanoTime() < deadline, "never heard of " + topic);
        // A word may be lost, as while a listener connects: who has news says so again.
        teller.changed(topic);
        Thread.sleep(20);
      }
    }
  }

  @Test
  default void every_process_hears_of_a_change() throws Exception {
    Broadcast here = processes().getFirst();
    Broadcast there = processes().getLast();
    Heard one = new Heard();
    Heard other = new Heard();
    try (var listening = here.listen(one);
        var too = there.listen(other)) {
      Topic topic = Topic.of("runs", "018f4c3e-0000-7000-8000-000000000000");
      other.await(topic, here);
      one.await(topic, here);
      Topic back = Topic.of("queues");
      one.await(back, there);
      for (int i = 0; i < 200; i++) {
        here.changed(Topic.of("many", i));
      }
      for (int i = 0; i < 200; i++) {
        other.await(Topic.of("many", i), here);
      }
    }
  }

  @Test
  default void who_has_stopped_listening_hears_nothing() throws Exception {
    Broadcast here = processes().getFirst();
    Heard gone = new Heard();
    Heard there = new Heard();
    here.listen(gone).close();
    try (var listening = here.listen(there)) {
      there.await(Topic.of("runs"), here);
    }
    assertEquals(Set.of(), gone.topics);
  }

  @Test
  default void versions_never_go_back_whoever_gives_them() {
    long last = 0;
    for (int i = 0; i < 200; i++) {
      long version = processes().get(i % processes().size()).version();
      assertTrue(version >= last, version + " after " + last);
      assertTrue(version < 1L << 53, "a browser can count so far");
      last = version;
    }
  }
}
