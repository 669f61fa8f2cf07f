package io.lambdaregistry.functions.metrics;

import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.search.Page;
import io.lambdaregistry.tracking.Metric;
import io.lambdaregistry.tracking.Runs;

/**
 * {@code GET metrics/get-history}. Only a client that asks for a number of points reads on by the token, so any other client gets
 * all of them in one response.
 */
final class GetMetricHistory extends JsonHandler {
    private final Runs runs;

    GetMetricHistory(Runs runs) {
        this.runs = runs;
    }

    @Override
    protected JsonBody answer(Parameters parameters) {
        Long maxResults = parameters.integer("max_results");
        if (maxResults != null && maxResults <= 0) {
            throw RegistryException.invalid(
                    "Invalid value %d for parameter 'max_results' supplied. It must be a positive integer."
                            .formatted(maxResults));
        }
        Page<Metric> page = runs.metricHistory(
                parameters.runId(),
                parameters.requiredString("metric_key"),
                maxResults == null ? Integer.MAX_VALUE : (int) Math.min(maxResults, Integer.MAX_VALUE),
                parameters.pageToken());
        return maxResults == null ? MetricJson.wholeHistory(page.items()) : MetricJson.history(page);
    }
}
