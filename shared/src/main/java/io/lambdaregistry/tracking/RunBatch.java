package io.lambdaregistry.tracking;

import java.util.List;
import java.util.Map;

/** What a run logs at once. */
public record RunBatch(List<LoggedMetric> metrics, List<Param> params, Map<String, String> tags) {}
