package dev.sluice.run;

/**
 * The right to settle a batch. A later grant has a higher epoch, and only the newest epoch may
 * settle: whoever holds an older one is refused, however late it wakes up (rule 7).
 */
public record Lease(Batch batch, long epoch) {}
