package io.lambdaregistry.tracking;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * A total order of results, given by clauses.
 *
 * @param isListed whether the store lists results in this order, so that it can read a page without reading all results
 */
public record SortOrder<T>(List<Clause<T>> clauses, boolean isListed) {
    /** @param name the unique name of the sort key, such as {@code metrics.loss} */
    public record Clause<T>(String name, Function<T, SortValue> value, boolean ascending) {
        @Override
        public String toString() {
            return name + (ascending ? " ASC" : " DESC");
        }
    }

    /** Returns the position of a result for a page token: its encoded sort values. */
    public List<String> positionOf(T result) {
        return keyOf(result).stream().map(SortValue::encoded).toList();
    }

    /** Returns whether a result comes after the position. */
    public boolean isBehind(T result, List<String> position) {
        return compareKeys(
                        keyOf(result), position.stream().map(SortValue::decode).toList())
                > 0;
    }

    public Comparator<T> comparator() {
        return Comparator.comparing(this::keyOf, this::compareKeys);
    }

    private List<SortValue> keyOf(T result) {
        return clauses.stream().map(clause -> clause.value().apply(result)).toList();
    }

    private int compareKeys(List<SortValue> a, List<SortValue> b) {
        for (int i = 0; i < clauses.size(); i++) {
            int order = a.get(i).compare(b.get(i), clauses.get(i).ascending());
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }
}
