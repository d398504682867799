package dev.sluice.live;

import dev.sluice.record.Spelling;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One connection's topics, and what it has yet to be sent: of each topic the newest snapshot alone,
 * so that a slow reader costs no more than a quick one and is never behind by more than one.
 * Thread-safe.
 */
public final class Subscriber implements Watcher, AutoCloseable {
  private static final int LONGEST_SHOWN = 140;

  private final Live live;
  private final @Nullable String tenant;
  private final int most;
  private final Runnable ready;
  private final Map<Topic, Watch> watches = new HashMap<>();
  private final Map<Watch, Snapshot> newest = new LinkedHashMap<>();
  private final Deque<Message.Refusal> refusals = new ArrayDeque<>();

  /**
   * @param tenant whose topics; null: everybody's
   * @param most topics at once
   * @param ready called whenever there may be something to send; returns at once
   */
  public Subscriber(Live live, @Nullable String tenant, int most, Runnable ready) {
    this.live = live;
    this.tenant = tenant;
    this.most = most;
    this.ready = ready;
  }

  /** Empty where it is subscribed now, or was already. */
  public Optional<Message.Refusal> subscribe(String name) {
    Topic topic = Topic.parse(name).orElse(null);
    if (topic == null || !live.prefixes().contains(topic.prefix())) {
      return Optional.of(unknown(name, topic));
    }
    synchronized (watches) {
      if (!watches.containsKey(topic)) {
        if (watches.size() >= most) {
          return Optional.of(
              new Message.Refusal(name, "too-many-topics", "at most " + most + " a connection"));
        }
        watches.put(topic, live.watch(topic, tenant, this));
      }
    }
    return Optional.empty();
  }

  private Message.Refusal unknown(String name, @Nullable Topic topic) {
    String prefix = topic == null ? name : topic.prefix();
    String hint =
        Spelling.nearest(prefix, live.prefixes())
            .map(near -> "did you mean `" + near + "`?")
            .orElse("known are " + String.join(", ", live.prefixes()));
    String shown = name.length() > LONGEST_SHOWN ? name.substring(0, LONGEST_SHOWN) : name;
    return new Message.Refusal(shown, "unknown-topic", "there is no such topic; " + hint);
  }

  /** What is not subscribed is left so. */
  public void unsubscribe(String name) {
    Topic.parse(name).ifPresent(this::end);
  }

  private void end(Topic topic) {
    synchronized (watches) {
      Watch watch = watches.remove(topic);
      if (watch != null) {
        watch.close();
        newest.remove(watch);
      }
    }
  }

  /** Something to be said beside the topics. */
  public void refuse(Message.Refusal refusal) {
    synchronized (watches) {
      if (refusals.size() < most) {
        refusals.add(refusal);
      }
    }
    ready.run();
  }

  /** Takes what is to be sent next; null where there is nothing. Topics take turns. */
  public @Nullable Message next() {
    synchronized (watches) {
      Message.Refusal refusal = refusals.poll();
      if (refusal != null) {
        return refusal;
      }
      var first = newest.entrySet().iterator();
      if (!first.hasNext()) {
        return null;
      }
      Snapshot snapshot = first.next().getValue();
      first.remove();
      return new Message.State(snapshot);
    }
  }

  @Override
  public void show(Watch watch, Snapshot snapshot) {
    synchronized (watches) {
      if (watches.get(watch.topic()) != watch) {
        return;
      }
      newest.put(watch, snapshot);
    }
    ready.run();
  }

  @Override
  public void missing(Watch watch) {
    synchronized (watches) {
      watches.remove(watch.topic(), watch);
      refusals.add(
          new Message.Refusal(watch.topic().toString(), "not-found", "there is no such thing"));
    }
    ready.run();
  }

  @Override
  public void close() {
    synchronized (watches) {
      watches.values().forEach(Watch::close);
      watches.clear();
      newest.clear();
      refusals.clear();
    }
  }
}
