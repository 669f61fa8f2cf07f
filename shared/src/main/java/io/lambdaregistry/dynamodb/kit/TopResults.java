package io.lambdaregistry.dynamodb.kit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.ToLongFunction;

/**
 * The first of any number of results in some order: as many as a page takes, by their number and by their size, and one more,
 * which shows that there is a next page. No others are kept in memory.
 */
public final class TopResults<T> {
    /** In characters: a response that has as many, and what JSON adds, is about as large as it may be. */
    public static final long LARGEST_PAGE = 5_900_000;

    private record Sized<T>(T result, long size) {}

    private final Comparator<T> order;
    private final int most;
    private final ToLongFunction<T> size;
    private final PriorityQueue<Sized<T>> worstFirst;
    private long characters;

    /**
     * @param most how many results a page takes
     * @param size the characters of a result, asked once for each that is added
     */
    public TopResults(Comparator<T> order, int most, ToLongFunction<T> size) {
        this.order = order;
        this.most = most;
        this.size = size;
        this.worstFirst = new PriorityQueue<>(
                Comparator.comparing((Sized<T> sized) -> sized.result(), order).reversed());
    }

    public void add(T result) {
        Sized<T> sized = new Sized<>(result, size.applyAsLong(result));
        worstFirst.add(sized);
        characters += sized.size();
        while (worstFirst.size() > most + 1
                || (worstFirst.size() > 2 && characters - worstFirst.element().size() > LARGEST_PAGE)) {
            characters -= worstFirst.remove().size();
        }
    }

    /** Whether nothing was found. */
    public boolean isEmpty() {
        return worstFirst.isEmpty();
    }

    /** Whether the page is full and a result is behind it. Results that come later in the order change nothing any more. */
    public boolean isFull() {
        return worstFirst.size() > most || (worstFirst.size() > 1 && characters > LARGEST_PAGE);
    }

    /** Whether a result would be kept. */
    public boolean takes(T result) {
        return !isFull() || order.compare(result, worstFirst.element().result()) < 0;
    }

    /** The results of the page, in order. */
    public List<T> page() {
        List<T> sorted = new ArrayList<>(worstFirst.stream().map(Sized::result).toList());
        sorted.sort(order);
        return isFull() ? sorted.subList(0, sorted.size() - 1) : sorted;
    }
}
