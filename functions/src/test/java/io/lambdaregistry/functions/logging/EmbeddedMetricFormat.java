package io.lambdaregistry.functions.logging;

import static org.assertj.core.api.Assertions.assertThat;

import io.lambdaregistry.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The rules of CloudWatch's embedded metric format, from its JSON schema and its text. CloudWatch silently ignores the metrics
 * of a line that breaks one.
 *
 * @see
 *     <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html">
 *     the specification</a>
 */
final class EmbeddedMetricFormat {
    private static final int LARGEST_EVENT = 1 << 20;
    private static final int MOST_METRICS = 100;
    private static final int MOST_DIMENSIONS = 30;
    private static final String UNITS =
            "Seconds|Microseconds|Milliseconds|Bytes|Kilobytes|Megabytes|Gigabytes|Terabytes|Bits"
                    + "|Kilobits|Megabits|Gigabits|Terabits|Percent|Count|(Kilo|Mega|Giga|Tera)?(b|B)(ytes|its)/Second|Count/Second|None";

    private EmbeddedMetricFormat() {}

    /** Checks a line, and answers the names of its metrics. */
    static List<String> metricsOf(byte[] line) {
        assertThat(line.length).isLessThan(LARGEST_EVENT);
        Map<?, ?> root = (Map<?, ?>) Objects.requireNonNull(Json.parse(line));
        Map<?, ?> metadata = object(root, "_aws");
        assertThat(metadata.get("Timestamp")).isInstanceOf(Long.class);
        List<String> names = new ArrayList<>();
        for (Object element : array(metadata, "CloudWatchMetrics")) {
            Map<?, ?> directive = (Map<?, ?>) element;
            assertThat(string(directive, "Namespace")).matches("[\\w.\\-#:/]{1,255}");
            checkDimensions(directive, root);
            List<?> metrics = array(directive, "Metrics");
            assertThat(metrics).hasSizeBetween(1, MOST_METRICS);
            metrics.forEach(metric -> names.add(checkedMetric((Map<?, ?>) metric, root)));
        }
        assertThat(names).doesNotHaveDuplicates();
        return names;
    }

    private static void checkDimensions(Map<?, ?> directive, Map<?, ?> root) {
        List<?> sets = array(directive, "Dimensions");
        assertThat(sets).isNotEmpty();
        for (Object set : sets) {
            assertThat((List<?>) set).hasSizeBetween(0, MOST_DIMENSIONS);
            for (Object reference : (List<?>) set) {
                assertThat((String) reference).hasSizeBetween(1, 250);
                assertThat(string(root, (String) reference)).hasSizeBetween(1, 1024);
            }
        }
    }

    private static String checkedMetric(Map<?, ?> metric, Map<?, ?> root) {
        String name = string(metric, "Name");
        assertThat(name).hasSizeBetween(1, 1024);
        assertThat(string(metric, "Unit")).matches(UNITS);
        assertThat(root.get(name)).as(name).isInstanceOf(Number.class);
        return name;
    }

    private static Map<?, ?> object(Map<?, ?> parent, String name) {
        return (Map<?, ?>) Objects.requireNonNull(parent.get(name), name);
    }

    private static List<?> array(Map<?, ?> parent, String name) {
        return (List<?>) Objects.requireNonNull(parent.get(name), name);
    }

    private static String string(Map<?, ?> parent, String name) {
        return (String) Objects.requireNonNull(parent.get(name), name);
    }
}
