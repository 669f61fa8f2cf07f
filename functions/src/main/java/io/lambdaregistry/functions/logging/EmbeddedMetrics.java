package io.lambdaregistry.functions.logging;

import java.util.Optional;

/**
 * The metrics of a request, as a line of the log tells CloudWatch of them: which of its numbers they are. Each costs by the
 * month, and by operation each once an operation, so that is asked for.
 *
 * @param directives the {@code CloudWatchMetrics} of the line, as JSON
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html">
 *     embedded metric format</a>
 */
record EmbeddedMetrics(String directives) {
    static final String NAMESPACE = "METRICS_NAMESPACE";
    static final String BY_OPERATION = "METRICS_BY_OPERATION";

    /** As the function's environment asks for them; none without {@code METRICS_NAMESPACE}. */
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
