package io.lambdaregistry.tracking;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * A total order of results, given by clauses.
 *
 * @param isListed whether this is the order in which the store lists them anyway, so that it need not look at all
 */
public record SortOrder<T>(List<Clause<T>> clauses, boolean isListed) {
    /** @param name what is sorted by, such as {@code metrics.loss}; unlike for unlike clauses */
    public record Clause<T>(String name, Function<T, SortValue> value, boolean ascending) {
        @Override
        public String toString() {
            return name + (ascending ? " ASC" : " DESC");
        }
    }

    /** What a page token holds of the last result of a page. */
    public List<String> positionOf(T result) {
        return keyOf(result).stream().map(SortValue::encoded).toList();
    }

    /** Whether a result comes after the position. */
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
