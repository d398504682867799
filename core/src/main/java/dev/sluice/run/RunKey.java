package dev.sluice.run;

/**
 * What makes a run the one it is.
 *
 * @param name of the definition, for example the feed
 * @param period tells runs of one definition apart: a feed's UTC day, an import's id
 */
public record RunKey(String tenant, RunKind kind, String name, String period) {}
