package io.lambdaregistry.dynamodb.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.lambdaregistry.dynamodb.kit.Keys;
import io.lambdaregistry.tracking.Metric;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MetricPointsTest {
    private static final long[] INTEGERS = {Long.MIN_VALUE, -7, -1, 0, 1, 7, 1_700_000_000_000L, Long.MAX_VALUE};
    private static final double[] VALUES = {
        -Double.MAX_VALUE, -1e300, -2, -1, -Double.MIN_VALUE, 0, Double.MIN_VALUE, 0.1, 1, 1e300, Double.MAX_VALUE
    };

    private static List<Metric> metrics() {
        List<Metric> metrics = new ArrayList<>();
        for (long step : INTEGERS) {
            for (long timestamp : INTEGERS) {
                for (double value : VALUES) {
                    metrics.add(new Metric("m", value, timestamp, step));
                }
                metrics.add(new Metric("m", Double.NaN, timestamp, step));
            }
        }
        return metrics;
    }

    @Test
    void everyPointIsReadAsItWasWritten() {
        for (Metric metric : metrics()) {
            assertThat(MetricPoints.parseByStep("m", MetricPoints.byStep(metric)))
                    .isEqualTo(metric);
            assertThat(MetricPoints.parseByTime("m", MetricPoints.byTime(metric)))
                    .isEqualTo(metric);
        }
    }

    @Test
    void textsSortAsThePointsDo() {
        List<Metric> byText = metrics();
        byText.sort(Comparator.comparing(MetricPoints::byStep));
        assertThat(byText).isSortedAccordingTo(Metric.BY_STEP);
        byText.sort(Comparator.comparing(MetricPoints::byTime));
        assertThat(byText)
                .isSortedAccordingTo(Comparator.comparingLong(Metric::timestamp).thenComparing(Metric.BY_STEP));
    }

    @Test
    void descendingTextsSortTheOtherWayRound() {
        List<String> texts = new ArrayList<>();
        for (long integer : INTEGERS) {
            texts.addFirst(Keys.descending(integer));
        }
        assertThat(texts).isSorted();
    }
}
