package io.lambdaregistry.tracking;

import java.util.Optional;

/**
 * An update of a run; fields that are empty stay as they are.
 *
 * @param endTime in milliseconds since 1970
 */
public record RunUpdate(Optional<RunStatus> status, Optional<Long> endTime, Optional<String> runName) {}
