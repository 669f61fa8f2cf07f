package io.lambdaregistry.search;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * A page of results. Whoever sends it may end it early.
 *
 * @param nextPageToken the token that requests the next page; empty on the last page
 * @param tokenAfter returns the token of a page that begins behind the item at this place of the list
 */
public record Page<T>(List<T> items, Optional<String> nextPageToken, IntFunction<String> tokenAfter) {
    /**
     * Returns a page of these items.
     *
     * @param more whether there are further results behind the last item
     * @param tokenAfter returns the token of a page that begins behind an item
     */
    public static <T> Page<T> of(List<T> items, boolean more, Function<T, String> tokenAfter) {
        return new Page<>(
                items,
                more ? Optional.of(tokenAfter.apply(items.getLast())) : Optional.empty(),
                place -> tokenAfter.apply(items.get(place)));
    }

    public <R> Page<R> map(Function<T, R> mapping) {
        return new Page<>(items.stream().map(mapping).toList(), nextPageToken, tokenAfter);
    }
}
