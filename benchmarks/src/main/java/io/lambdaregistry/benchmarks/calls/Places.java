package io.lambdaregistry.benchmarks.calls;

/**
 * Where the units of a request go.
 *
 * @param tableRead with the local indexes, which lie with it
 * @param keyRead of one partition key of the table, the one that most is read of
 * @param listingKeyRead of one of the listing's shards
 * @param keyWritten to one partition key of the table
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
