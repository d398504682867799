package dev.sluice.run;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Renews leases while their holder lives, and interrupts it when one that it works on is lost. For
 * the holder's thread alone.
 */
final class LeaseRenewal implements AutoCloseable {
  private final BatchStore batches;
  private final Duration duration;
  private final Thread holder = Thread.currentThread();
  private final Thread renewer;
  private final Map<UUID, Lease> held = new HashMap<>();
  private final Set<UUID> lost = new HashSet<>();
  private Set<UUID> workedOn = Set.of();
  private boolean interrupted;

  LeaseRenewal(BatchStore batches, Collection<Lease> leases, Duration duration) {
    this.batches = batches;
    this.duration = duration;
    leases.forEach(lease -> held.put(lease.batch().id(), lease));
    this.renewer = Thread.ofVirtual().name("lease-renewal").start(this::renew);
  }

  private void renew() {
    try {
      while (true) {
        Thread.sleep(duration.dividedBy(3));
        for (Lease lease : held()) {
          if (!renewed(lease)) {
            lose(lease.batch().id());
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed: the holder is done
    }
  }

  private synchronized List<Lease> held() {
    return List.copyOf(held.values());
  }

  /** A fault of the backend is no verdict on the lease: the next renewal, or the epoch, decides. */
  private boolean renewed(Lease lease) {
    try {
      return batches.renew(lease, duration);
    } catch (BackendException e) {
      return true;
    }
  }

  private synchronized void lose(UUID batch) {
    if (held.remove(batch) != null) {
      lost.add(batch);
      if (workedOn.contains(batch) && !interrupted) {
        interrupted = true;
        holder.interrupt();
      }
    }
  }

  /** From now on the holder is interrupted when one of these is lost. False: one is already. */
  synchronized boolean work(Collection<Lease> leases) {
    Set<UUID> ids = new HashSet<>();
    leases.forEach(lease -> ids.add(lease.batch().id()));
    workedOn = ids;
    return ids.stream().noneMatch(lost::contains);
  }

  /** Ends {@link #work}. True: the holder was interrupted, and is so no longer. */
  synchronized boolean rest() {
    workedOn = Set.of();
    boolean was = interrupted;
    interrupted = false;
    if (was) {
      var _ = Thread.interrupted(); // ours, meant for this work alone
    }
    return was;
  }

  /** This one has come to its end and is not renewed any more. */
  synchronized void over(Lease lease) {
    held.remove(lease.batch().id());
  }

  @Override
  public synchronized void close() {
    held.clear();
    renewer.interrupt();
  }
}
