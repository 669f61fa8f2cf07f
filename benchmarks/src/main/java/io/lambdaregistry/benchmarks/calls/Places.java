package io.lambdaregistry.benchmarks.calls;

/**
 * The units of a request, by the place that consumes them.
 *
 * @param tableRead of the table, including its local indexes
 * @param keyRead of the one partition key of the table from which most is read
 * @param listingKeyRead of one of the listing's shards
 * @param keyWritten of one partition key of the table
 */
record Places(
        double tableRead,
        double listingRead,
        double lookupRead,
        double tableWritten,
        double listingWritten,
        double lookupWritten,
        double keyRead,
        double listingKeyRead,
        double keyWritten) {}
