package io.lambdaregistry.tracking;

import io.lambdaregistry.search.Attribute;
import io.lambdaregistry.search.Attribute.Values;
import io.lambdaregistry.search.CodePointOrder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A value that results are sorted by. Ranks always ascend, so that NaN and what is missing come last in both directions.
 *
 * @param rank 0 for a value, 1 for NaN, 2 for none
 * @param text empty where the value is a number
 * @param number 0 where the value is a text
 */
public record SortValue(int rank, String text, double number) {
    private static final SortValue NAN = new SortValue(1, "", 0);
    private static final SortValue MISSING = new SortValue(2, "", 0);

    static SortValue of(@Nullable String text) {
        return text == null ? MISSING : new SortValue(0, text, 0);
    }

    /** The value of an attribute of a result. */
    static <T> Function<T, SortValue> of(Attribute<T> attribute) {
        return switch (attribute.values()) {
            case Values.Texts<T> texts -> result -> of(texts.of().apply(result));
            case Values.Numbers<T> numbers -> result -> of(numbers.of().apply(result));
        };
    }

    /** Exact for integers below 2^53, as times in milliseconds are. */
    static SortValue of(@Nullable Long number) {
        return number == null ? MISSING : new SortValue(0, "", number);
    }

    static SortValue of(@Nullable Metric metric) {
        return metric == null ? MISSING : metric.isNaN() ? NAN : new SortValue(0, "", metric.value());
    }

    int compare(SortValue other, boolean ascending) {
        if (rank != other.rank) {
            return Integer.compare(rank, other.rank);
        }
        int order = Double.compare(number, other.number);
        if (order == 0) {
            order = CodePointOrder.COMPARATOR.compare(text, other.text);
        }
        return ascending ? order : -order;
    }

    /** As a page token holds it: rank, number and text. */
    String encoded() {
        return rank + " " + number + " " + text;
    }

    static SortValue decode(String encoded) {
        String[] parts = encoded.split(" ", 3);
        return new SortValue(Integer.parseInt(parts[0]), parts[2], Double.parseDouble(parts[1]));
    }
}
