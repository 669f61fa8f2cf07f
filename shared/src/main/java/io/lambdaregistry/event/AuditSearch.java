package io.lambdaregistry.event;

import io.lambdaregistry.error.RegistryException;
import java.util.List;
import java.util.Optional;

/**
 * A search of the audit trail, the latest change first.
 *
 * @param name of the models wanted, which they have or once had; empty for all
 * @param since in milliseconds since 1970, the first moment wanted
 * @param until the first moment no longer wanted
 */
public record AuditSearch(Optional<String> name, long since, long until, int maxResults, Optional<String> pageToken) {
    public static final int DEFAULT_MAX_RESULTS = 100;
    public static final int MAX_RESULTS = 1_000;

    /** The last moment whose order is a number of 64 bits, in the year 294,247. */
    public static final long END_OF_TIME = Long.MAX_VALUE / 1_000 - 1;

    public AuditSearch {
        if (maxResults < 1 || maxResults > MAX_RESULTS) {
            throw RegistryException.invalid(
                    "max_results must be between 1 and %,d, got %d.".formatted(MAX_RESULTS, maxResults));
        }
        since = Math.clamp(since, 0, END_OF_TIME);
        until = Math.clamp(until, 0, END_OF_TIME);
    }

    /** The search as a page token identifies it. */
    public String identity() {
        return "audit " + List.of(name, since, until);
    }
}
