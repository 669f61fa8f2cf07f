package io.lambdaregistry.tracking;

import java.util.Optional;

/** A search for experiments, runs or logged models, checked and ready to be run by a store. */
public interface Search<T> {
    boolean matches(T result);

    SortOrder<T> order();

    /** At least 1. A page may be shorter than this and still not be the last. */
    int maxResults();

    Optional<String> pageToken();

    /** What a page token is bound to. */
    String identity();
}
