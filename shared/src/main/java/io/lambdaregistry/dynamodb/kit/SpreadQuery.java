package io.lambdaregistry.dynamodb.kit;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Queries of the same order over several partitions.
 *
 * @param first the queries that have all items, or most of them
 * @param others the queries that have the rest
 * @param later returns further ones, after a call that is made once, at the same time as the first and the others are read
 */
public record SpreadQuery(List<Query> first, List<Query> others, Optional<Supplier<List<Query>>> later) {
    /** Queries that have about the same number of items each. */
    public static SpreadQuery of(List<Query> queries) {
        return new SpreadQuery(queries, List.of(), Optional.empty());
    }
}
