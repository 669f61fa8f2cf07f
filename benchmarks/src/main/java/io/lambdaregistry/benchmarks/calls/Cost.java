package io.lambdaregistry.benchmarks.calls;

/**
 * The store calls of one request, and the cost of a million such requests.
 *
 * @param steps calls in sequence
 * @param calls all calls, including those to S3
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
