package io.lambdaregistry.registry;

/**
 * Of a change: who makes it, and when.
 *
 * @param time in milliseconds since 1970
 */
public record Occasion(String who, long time) {}
