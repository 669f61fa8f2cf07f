package io.lambdaregistry.registry;

import io.lambdaregistry.access.Principal;

/**
 * Of a change: who makes it, and when.
 *
 * @param time in milliseconds since 1970
 */
public record Occasion(Principal who, long time) {}
