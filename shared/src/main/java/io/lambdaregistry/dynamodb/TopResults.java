package io.lambdaregistry.dynamodb;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** The first {@code limit} of any number of results in some order, in memory for no more than those. */
final class TopResults<T> {
    private final Comparator<T> order;
    private final int limit;
    private final PriorityQueue<T> worstFirst;

    TopResults(Comparator<T> order, int limit) {
        this.order = order;
        this.limit = limit;
        this.worstFirst = new PriorityQueue<>(order.reversed());
    }

    void add(T result) {
        worstFirst.add(result);
        if (worstFirst.size() > limit) {
            worstFirst.remove();
        }
    }

    List<T> sorted() {
        List<T> sorted = new ArrayList<>(worstFirst);
        sorted.sort(order);
        return sorted;
    }
}
