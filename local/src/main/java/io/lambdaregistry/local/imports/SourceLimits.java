package io.lambdaregistry.local.imports;

import java.time.Duration;

/**
 * What a source may take, so that one that is broken or of ill will ends the import instead of holding it for ever.
 *
 * @param answer for the head of an answer, and for all of one that is JSON
 * @param silence within an answer
 * @param leastRate of an answer, in bytes a second
 * @param largestJson in bytes
 * @param pages of one listing
 * @param entries of a listing that is held, and of one tree of artifacts
 */
record SourceLimits(Duration answer, Duration silence, int leastRate, int largestJson, int pages, int entries) {
    static final SourceLimits DEFAULT =
            new SourceLimits(Duration.ofMinutes(2), Duration.ofSeconds(60), 512, 64 << 20, 100_000, 1_000_000);
}
