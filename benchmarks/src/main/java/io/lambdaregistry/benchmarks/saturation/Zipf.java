package io.lambdaregistry.benchmarks.saturation;

/**
 * The distribution of requests over entities of unequal popularity: the share of the k-th is proportional to 1/k^s.
 *
 * @param things the number of entities
 * @param exponent s: 0 for equal shares; 1 is typical of names, words and pages
 */
record Zipf(int things, double exponent) {
    /** The share of the most popular entity. */
    double largestShare() {
        double sum = 0;
        for (int rank = things; rank >= 1; rank--) {
            sum += Math.pow(rank, -exponent);
        }
        return 1 / sum;
    }
}
