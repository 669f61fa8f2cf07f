package io.lambdaregistry.functions.metrics;

import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.tracking.MetricHistories;
import java.util.Optional;

/** {@code GET metrics/get-history-bulk}: returns the histories of one metric in several runs. */
final class GetMetricHistoryBulk extends JsonHandler {
    private final MetricHistories metricHistories;

    GetMetricHistoryBulk(MetricHistories metricHistories) {
        this.metricHistories = metricHistories;
    }

    @Override
    protected JsonBody answer(Parameters parameters) {
        return MetricJson.bulk(metricHistories.bulk(
                parameters.strings("run_id"),
                Optional.ofNullable(parameters.string("metric_key")),
                parameters.integer("max_results", MetricHistories.MAX_POINTS)));
    }
}
