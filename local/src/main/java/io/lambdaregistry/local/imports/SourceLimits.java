package io.lambdaregistry.local.imports;

import java.time.Duration;

/**
 * Limits for a source, so that a broken or hostile one ends the import instead of blocking it for ever.
 *
 * @param answer the time for the head of a response, and for all of a JSON response
 * @param silence the longest pause within a response
 * @param leastRate the lowest rate of a response, in bytes a second
 * @param largestJson the largest JSON response, in bytes
 * @param pages the most pages of one listing
 * @param entries the most entries of a listing that is held in memory, and of one tree of artifacts
 */
record SourceLimits(Duration answer, Duration silence, int leastRate, int largestJson, int pages, int entries) {
    static final SourceLimits DEFAULT =
            new SourceLimits(Duration.ofMinutes(2), Duration.ofSeconds(60), 512, 64 << 20, 100_000, 1_000_000);
}
