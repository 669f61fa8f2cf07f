package io.lambdaregistry.search;

import java.util.List;

/** The right side of a comparison. */
public sealed interface FilterValue {
    /** A quoted text, without its quotes. */
    record Text(String text) implements FilterValue {}

    /** A number, and how it was written. */
    record Numeric(double number, String written) implements FilterValue {
        public boolean isInteger() {
            return written.chars().allMatch(c -> c == '-' || c == '+' || Character.isDigit(c));
        }
    }

    /** The quoted texts in the parentheses of IN. */
    record TextList(List<String> texts) implements FilterValue {}

    /** Nothing: after IS NULL and IS NOT NULL. */
    record None() implements FilterValue {}
}
