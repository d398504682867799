package dev.sluice.asl.model;

import org.jspecify.annotations.Nullable;

/**
 * A field that is a value or an expression ({@code Seconds}), or a path under another name ({@code
 * SecondsPath}).
 */
public record Setting(String field, Template value, @Nullable Reference path) {}
