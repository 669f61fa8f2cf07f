package io.lambdaregistry.functions.metrics;

import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.tracking.MetricHistories;
import java.util.Optional;

/** {@code GET metrics/get-history-bulk-interval}: returns evenly spread points of one metric in several runs. */
final class GetMetricHistoryBulkInterval extends JsonHandler {
    private final MetricHistories metricHistories;

    GetMetricHistoryBulkInterval(MetricHistories metricHistories) {
        this.metricHistories = metricHistories;
    }

    @Override
    protected JsonBody answer(Parameters parameters) {
        parameters.unread("start_step", "end_step", "max_results");
        Parameters query = parameters.ofQuery(); // MLflow reads the steps and the limit from nowhere else
        return MetricJson.histories(metricHistories.sampled(
                parameters.requiredStrings("run_ids"),
                parameters.requiredString("metric_key"),
                Optional.ofNullable(query.integer("start_step")),
                Optional.ofNullable(query.integer("end_step")),
                query.integer("max_results", MetricHistories.MAX_POINTS_OF_A_RUN)));
    }
}
