package io.lambdaregistry.tracking;

import java.util.Optional;

/** A checked search for experiments, runs or logged models, which a store can run. */
public interface Search<T> {
    boolean matches(T result);

    SortOrder<T> order();

    /** The most results of a page, at least 1. A page can have fewer without being the last. */
    int maxResults();

    Optional<String> pageToken();

    /** Returns the text that identifies the search; its page tokens are bound to it. */
    String identity();
}
