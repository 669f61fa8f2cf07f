package io.lambdaregistry.functions.metrics;

import io.lambdaregistry.functions.http.OperationGroup;
import java.util.Map;

/** The operations that read the history of a metric, of one run or of several. */
public final class MetricHistoryOperations extends OperationGroup {
    private static final String METRICS = "GET /{api}/2.0/mlflow/metrics/";

    public MetricHistoryOperations() {
        super(Map.of(
                METRICS + "get-history", new GetMetricHistory(services().runs()),
                METRICS + "get-history-bulk",
                        new GetMetricHistoryBulk(services().metricHistories()),
                METRICS + "get-history-bulk-interval",
                        new GetMetricHistoryBulkInterval(services().metricHistories())));
    }
}
