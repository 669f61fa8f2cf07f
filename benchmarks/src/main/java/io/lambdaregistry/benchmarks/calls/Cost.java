package io.lambdaregistry.benchmarks.calls;

/**
 * What one request makes of the stores, and what a million of it costs there.
 *
 * @param steps calls in sequence
 * @param calls in all, those of S3 among them
 */
record Cost(
        String operation,
        int steps,
        int calls,
        int s3Calls,
        double readUnits,
        double writeUnits,
        double s3Dollars,
        Places places) {

    double dollars() {
        return readUnits * Prices.MILLION_READ_UNITS + writeUnits * Prices.MILLION_WRITE_UNITS + s3Dollars;
    }
}
