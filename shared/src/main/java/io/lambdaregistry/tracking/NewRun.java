package io.lambdaregistry.tracking;

import java.util.List;

/**
 * A run to be created.
 *
 * @param startTime in milliseconds since 1970
 * @param runName empty to take it from the tag {@link Run#NAME_TAG}, or to have one made up
 */
public record NewRun(String experimentId, String userId, long startTime, List<Tag> tags, String runName) {}
