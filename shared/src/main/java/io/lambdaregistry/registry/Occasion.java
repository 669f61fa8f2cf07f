package io.lambdaregistry.registry;

import io.lambdaregistry.access.Principal;

/**
 * The author and the time of a change.
 *
 * @param time the time in milliseconds since 1970
 */
public record Occasion(Principal who, long time) {}
