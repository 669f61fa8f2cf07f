package io.lambdaregistry.functions.metrics;

import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.json.JsonWriter;
import io.lambdaregistry.search.Page;
import io.lambdaregistry.tracking.Metric;
import io.lambdaregistry.tracking.MetricHistories.RunMetric;
import java.util.List;

/** The histories of metrics as MLflow's API writes them. */
public final class MetricJson {
    private MetricJson() {}

    static JsonBody history(Page<Metric> page) {
        return writer -> writer.page("metrics", page, MetricJson::write);
    }

    static JsonBody wholeHistory(List<Metric> points) {
        return writer -> writer.list("metrics", points, MetricJson::write);
    }

    static JsonBody histories(List<RunMetric> points) {
        return writer -> writer.list("metrics", points, MetricJson::write);
    }

    /** Unlike any other operation, this one writes its list even if the list is empty. */
    static JsonBody bulk(List<RunMetric> points) {
        return writer -> writer.listOrEmpty("metrics", points, MetricJson::write);
    }

    public static void write(JsonWriter writer, RunMetric point) {
        write(writer, point.metric());
        writer.field("run_id", point.runId());
    }

    private static void write(JsonWriter writer, Metric metric) {
        writer.field("key", metric.key())
                .field("value", metric.value())
                .field("timestamp", (Long) metric.timestamp())
                .field("step", (Long) metric.step());
    }
}
