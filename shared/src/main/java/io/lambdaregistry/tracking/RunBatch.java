package io.lambdaregistry.tracking;

import java.util.List;
import java.util.Map;

/** Metrics, params and tags that a run logs in one request. */
public record RunBatch(List<LoggedMetric> metrics, List<Param> params, Map<String, String> tags) {}
