package io.lambdaregistry.tracking;

import java.util.Comparator;

/**
 * One point of a metric.
 *
 * @param value any number or NaN; as in MLflow, an infinity is stored as the largest double
 * @param timestamp in milliseconds since 1970
 */
public record Metric(String key, double value, long timestamp, long step) {
    /** Orders by step, timestamp and value, the latest last. NaN counts as 0, as in MLflow's store. */
    public static final Comparator<Metric> BY_STEP = Comparator.comparingLong(Metric::step)
            .thenComparingLong(Metric::timestamp)
            .thenComparingDouble(Metric::sortValue)
            .thenComparing(Metric::isNaN);

    public Metric {
        value = Double.isNaN(value) ? value : Math.clamp(value, -Double.MAX_VALUE, Double.MAX_VALUE) + 0.0;
    }

    public boolean isNaN() {
        return Double.isNaN(value);
    }

    /** Returns the value; 0 for NaN. */
    public double sortValue() {
        return isNaN() ? 0 : value;
    }
}
