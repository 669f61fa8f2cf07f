package io.lambdaregistry.dynamodb.tracking;

import io.lambdaregistry.dynamodb.kit.Keys;
import io.lambdaregistry.tracking.Metric;

/**
 * Points of metrics as texts that sort as the points do, so that one comparison of strings says which is later, and the
 * text is all there is to store: three numbers of 16 hexadecimal digits each, and an {@code n} behind NaN, whose value
 * counts as 0.
 *
 * <p>DynamoDB's own numbers can't hold what a double can: they end at 10^126.
 */
final class MetricPoints {
    private static final int DIGITS = 16;

    private MetricPoints() {}

    /** A text that is sorted by step, timestamp and value: the greatest is the latest. */
    static String byStep(Metric metric) {
        return Keys.ordered(metric.step()) + Keys.ordered(metric.timestamp()) + value(metric);
    }

    /** The part of a point {@link #byStep} that decides which of two is later. Of equal points the first logged stays. */
    static String order(String point) {
        return point.substring(0, 3 * DIGITS);
    }

    static Metric parseByStep(String key, String point) {
        return new Metric(key, valueOf(point), number(point, 1), number(point, 0));
    }

    /** A text that is sorted by timestamp, step and value: the order of a history. */
    static String byTime(Metric metric) {
        return Keys.ordered(metric.timestamp()) + Keys.ordered(metric.step()) + value(metric);
    }

    static Metric parseByTime(String key, String point) {
        return new Metric(key, valueOf(point), number(point, 0), number(point, 1));
    }

    private static String value(Metric metric) {
        return Keys.ordered(flipped(Double.doubleToLongBits(metric.sortValue()))) + (metric.isNaN() ? "n" : "");
    }

    private static double valueOf(String point) {
        return point.endsWith("n") ? Double.NaN : Double.longBitsToDouble(flipped(number(point, 2)));
    }

    /** The bits of a double as a long of the same order, and back: those of negative numbers sort the wrong way. */
    private static long flipped(long bits) {
        return bits ^ ((bits >> 63) & Long.MAX_VALUE);
    }

    private static long number(String point, int index) {
        String digits = point.substring(index * DIGITS, (index + 1) * DIGITS);
        return Long.parseUnsignedLong(digits, 16) ^ Long.MIN_VALUE;
    }
}
