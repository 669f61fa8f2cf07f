package io.lambdaregistry.benchmarks.saturation;

/**
 * How requests spread over things of which some are asked for more than others: the k-th by a share that falls as 1/k^s.
 *
 * @param things how many there are
 * @param exponent 0 for all alike; 1 is what names, words and pages have
 */
record Zipf(int things, double exponent) {
    /** The share of the one that is asked for most. */
    double largestShare() {
        double sum = 0;
        for (int rank = things; rank >= 1; rank--) {
            sum += Math.pow(rank, -exponent);
        }
        return 1 / sum;
    }
}
