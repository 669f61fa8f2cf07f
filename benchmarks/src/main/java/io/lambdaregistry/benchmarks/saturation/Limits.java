package io.lambdaregistry.benchmarks.saturation;

/**
 * What AWS and the template set, as they are without asking for more.
 *
 * @param requestsPerSecond the template's {@code RequestsPerSecond}
 * @param accountRequestsPerSecond of API Gateway, for a region
 * @param concurrency of Lambda, for a region
 * @param tableRead units a second that a table may consume, and each of its indexes; {@code tableWritten} likewise
 * @param newTableRead units a second that a table on demand takes that has had no traffic; {@code newTableWritten} likewise
 * @param partitionRead units a second of one partition, so of one key; {@code partitionWritten} likewise
 * @param shards of each listing
 * @param functionMillis of a request beside its calls, and {@code callMillis} for each that another waits for
 * @param changeMillis how long a change of a model takes, while which the next of the same model waits
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html">API Gateway</a>
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html">Lambda</a>
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html">DynamoDB's quotas</a>
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html">its partitions</a>
 */
record Limits(
        double requestsPerSecond,
        double accountRequestsPerSecond,
        double concurrency,
        double tableRead,
        double tableWritten,
        double newTableRead,
        double newTableWritten,
        double partitionRead,
        double partitionWritten,
        int shards,
        double functionMillis,
        double callMillis,
        double changeMillis) {
    static final Limits DEFAULT =
            new Limits(500, 10_000, 1_000, 40_000, 40_000, 12_000, 4_000, 3_000, 1_000, 8, 2, 5, 10);
}
