package dev.sluice.asl.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One element of Catch. */
public record Catcher(
    List<String> errors,
    String next,
    @Nullable ResultPath resultPath,
    @Nullable Template assign,
    @Nullable Template output) {}
