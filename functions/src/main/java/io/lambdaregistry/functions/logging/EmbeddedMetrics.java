package io.lambdaregistry.functions.logging;

import java.util.Optional;

/**
 * The metrics of a request, in CloudWatch's embedded metric format: a log line lists which of its numbers are metrics. Every
 * metric costs by the month, and dimensions by operation multiply that by the number of operations, so each is switched on by a
 * setting.
 *
 * @param directives the {@code CloudWatchMetrics} of the line, as JSON
 * @see
 *     <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html">
 *     embedded metric format</a>
 */
record EmbeddedMetrics(String directives) {
    static final String NAMESPACE = "METRICS_NAMESPACE";
    static final String BY_OPERATION = "METRICS_BY_OPERATION";

    /** The metrics that the function's environment switches on; none without {@code METRICS_NAMESPACE}. */
    static final Optional<EmbeddedMetrics> OF_ENVIRONMENT = Optional.ofNullable(System.getenv(NAMESPACE))
            .map(namespace -> in(namespace, Boolean.parseBoolean(System.getenv(BY_OPERATION))));

    /** @param namespace letters, digits, hyphens: a stack's name */
    static EmbeddedMetrics in(String namespace, boolean byOperation) {
        return new EmbeddedMetrics("[{\"Namespace\":\"" + namespace + "\",\"Dimensions\":[[]"
                + (byOperation ? ",[\"" + RequestLog.OPERATION + "\"]" : "")
                + "],\"Metrics\":[{\"Name\":\"" + RequestLog.LATENCY + "\",\"Unit\":\"Milliseconds\"}"
                + count(RequestLog.ERRORS)
                + count(RequestLog.THROTTLES)
                + count(RequestLog.CALLS)
                + count(RequestLog.READ_UNITS)
                + count(RequestLog.WRITE_UNITS)
                + count(RequestLog.COLD_STARTS)
                + "]}]");
    }

    private static String count(String name) {
        return ",{\"Name\":\"" + name + "\",\"Unit\":\"Count\"}";
    }
}
