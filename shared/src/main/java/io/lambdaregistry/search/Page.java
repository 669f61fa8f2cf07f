package io.lambdaregistry.search;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A page of results.
 *
 * @param nextPageToken the token that requests the next page; empty on the last page
 */
public record Page<T>(List<T> items, Optional<String> nextPageToken) {
    public <R> Page<R> map(Function<T, R> mapping) {
        return new Page<>(items.stream().map(mapping).toList(), nextPageToken);
    }
}
