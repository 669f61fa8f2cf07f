package io.lambdaregistry.tracking;

import java.util.Optional;

/**
 * What is to change of a run; what is empty stays.
 *
 * @param endTime in milliseconds since 1970
 */
public record RunUpdate(Optional<RunStatus> status, Optional<Long> endTime, Optional<String> runName) {}
