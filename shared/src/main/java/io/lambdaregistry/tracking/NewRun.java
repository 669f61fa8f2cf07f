package io.lambdaregistry.tracking;

import java.util.List;

/**
 * A run to be created.
 *
 * @param startTime in milliseconds since 1970
 * @param runName the name; if empty, the tag {@link Run#NAME_TAG} is the name, or without that tag a random one
 */
public record NewRun(String experimentId, String userId, long startTime, List<Tag> tags, String runName) {}
