package io.lambdaregistry.tracking;

import java.util.List;
import java.util.Map;

/**
 * A logged model to be created.
 *
 * @param name empty to have one made up
 */
public record NewLoggedModel(
        String experimentId,
        String name,
        String modelType,
        String sourceRunId,
        List<Param> params,
        Map<String, String> tags) {}
