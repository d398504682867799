package dev.sluice.live;

import dev.sluice.run.Rounds;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Shows topics to whoever watches them (rule 14), in any process. What nobody watches costs
 * nothing; what a thousand watch is read once. Thread-safe.
 */
public final class Live implements AutoCloseable {
  private static final Duration TICK = Duration.ofMillis(100);

  /**
   * How often topics are read, and how many at once.
   *
   * @param pace the least time between two snapshots of a topic; what changes in between is shown
   *     together
   * @param readers topics read at once
   */
  public record Options(Duration pace, int readers) {
    public static final Options DEFAULT = new Options(Duration.ofMillis(125), 3);
  }

  private record Key(Topic topic, @Nullable String tenant) {}

  private final Map<String, SnapshotSource> sources = new LinkedHashMap<>();
  private final Broadcast broadcast;
  private final Channel.Means means;
  private final Map<Key, Channel> channels = new ConcurrentHashMap<>();
  private final Rounds rounds = new Rounds("live", TICK, this::tick);
  private Broadcast.@Nullable Listening listening;

  public Live(Collection<SnapshotSource> sources, Broadcast broadcast, Options options) {
    for (SnapshotSource source : sources) {
      if (this.sources.put(source.prefix(), source) != null) {
        throw new IllegalArgumentException("two sources are called " + source.prefix());
      }
    }
    this.broadcast = broadcast;
    this.means =
        new Channel.Means(broadcast::version, options.pace(), new Semaphore(options.readers()));
  }

  public void start() {
    listening = broadcast.listen(new Changes());
    rounds.start();
  }

  /** What topics can begin with. */
  public Set<String> prefixes() {
    return sources.keySet();
  }

  /**
   * Shows the watcher the topic's state as it is after this call, and then each newer one.
   *
   * @param tenant whose state; null: everybody's
   * @throws IllegalArgumentException where no source has its prefix
   */
  public Watch watch(Topic topic, @Nullable String tenant, Watcher watcher) {
    SnapshotSource source = sources.get(topic.prefix());
    if (source == null) {
      throw new IllegalArgumentException("there is no topic " + topic.prefix());
    }
    Key key = new Key(topic, tenant);
    Watching watching = new Watching(key);
    Watch watch = new Watch(topic, watcher, watching);
    watching.watch = watch;
    channels.compute(
        key,
        (k, known) -> {
          Channel channel = known == null ? new Channel(topic, tenant, source, means) : known;
          channel.add(watch);
          return channel;
        });
    return watch;
  }

  /** Takes a watch out of its channel, and the channel away with its last. */
  private final class Watching implements Runnable {
    private final Key key;
    private @Nullable Watch watch;

    Watching(Key key) {
      this.key = key;
    }

    @Override
    public void run() {
      Watch ended = Objects.requireNonNull(watch);
      channels.computeIfPresent(key, (k, channel) -> channel.remove(ended) ? channel : null);
    }
  }

  private final class Changes implements Broadcast.Listener {
    @Override
    public void changed(Topic topic) {
      // A change of one is a change of the list.
      for (Channel channel : channels.values()) {
        if (channel.topic().equals(topic)
            || (channel.topic().id() == null && channel.topic().prefix().equals(topic.prefix()))) {
          channel.changed();
        }
      }
    }

    @Override
    public void missed() {
      channels.values().forEach(Channel::changed);
    }
  }

  private void tick() {
    long now = System.nanoTime();
    channels.values().forEach(channel -> channel.refresh(now));
  }

  @Override
  public void close() {
    rounds.close();
    if (listening != null) {
      listening.close();
    }
    channels.clear();
  }
}
