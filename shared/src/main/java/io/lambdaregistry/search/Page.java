package io.lambdaregistry.search;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A page of results.
 *
 * @param nextPageToken what to ask the next page with; empty on the last page
 */
public record Page<T>(List<T> items, Optional<String> nextPageToken) {
    public <R> Page<R> map(Function<T, R> mapping) {
        return new Page<>(items.stream().map(mapping).toList(), nextPageToken);
    }
}
