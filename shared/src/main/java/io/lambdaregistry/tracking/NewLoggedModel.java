package io.lambdaregistry.tracking;

import java.util.List;
import java.util.Map;

/**
 * A logged model to be created.
 *
 * @param name the name; empty for a random one
 */
public record NewLoggedModel(
        String experimentId,
        String name,
        String modelType,
        String sourceRunId,
        List<Param> params,
        Map<String, String> tags) {}
