package io.lambdaregistry.benchmarks.saturation;

/**
 * The limits of AWS and of the template, without a raised quota.
 *
 * @param requestsPerSecond the template's {@code RequestsPerSecond}
 * @param accountRequestsPerSecond API Gateway's limit for a region
 * @param concurrency Lambda's limit for a region
 * @param tableRead units a second that a table, and each of its indexes, may consume; {@code tableWritten} likewise
 * @param newTableRead units a second of an on-demand table that has had no traffic; {@code newTableWritten} likewise
 * @param partitionRead units a second of one partition, and so of one key; {@code partitionWritten} likewise
 * @param shards the shards of each listing
 * @param functionMillis a request's time without its calls; {@code callMillis} is the time of each call in sequence
 * @param changeMillis the time of a change of a model, during which the next change of the same model waits
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html">API Gateway</a>
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html">Lambda</a>
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html">DynamoDB's quotas</a>
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html">its
 *     partitions</a>
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
