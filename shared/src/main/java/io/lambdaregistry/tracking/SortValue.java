package io.lambdaregistry.tracking;

import io.lambdaregistry.search.Attribute;
import io.lambdaregistry.search.Attribute.Values;
import io.lambdaregistry.search.CodePointOrder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A value that results are sorted by. Ranks are always sorted ascending, so NaN and missing values come last in both directions.
 *
 * @param rank 0 for a value, 1 for NaN, 2 for a missing value
 * @param text the text; empty if the value is a number
 * @param number the number; 0 if the value is a text
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

    /** Exact for integers below 2^53, such as times in milliseconds. */
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

    /** Returns rank, number and text as one text, for a page token. */
    String encoded() {
        return rank + " " + number + " " + text;
    }

    static SortValue decode(String encoded) {
        String[] parts = encoded.split(" ", 3);
        return new SortValue(Integer.parseInt(parts[0]), parts[2], Double.parseDouble(parts[1]));
    }
}
