package dev.sluice.dataset;

/** What every landing promises, whichever way the batch got there: two timings of one store. */
public interface LandingContract extends VerdictContract, RowsContract {}
