package dev.sluice.live;

/**
 * A topic's state at a moment.
 *
 * @param version larger than that of every earlier snapshot of this topic, whichever process made
 *     it; microseconds of the shared clock
 * @param data JSON text; {@code null} where the thing is gone
 */
public record Snapshot(Topic topic, long version, String data) {

  /** What is sent, the same text to all who watch. */
  public String message() {
    return "{\"topic\":\"" + topic + "\",\"version\":" + version + ",\"data\":" + data + "}";
  }
}
