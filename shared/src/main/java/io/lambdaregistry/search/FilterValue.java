package io.lambdaregistry.search;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.SequencedSet;

/** The right side of a comparison. */
public sealed interface FilterValue {
    /** A quoted text, without its quotes. */
    record Text(String text) implements FilterValue {}

    /** The pattern of LIKE or ILIKE, written as a quoted text. */
    record Like(LikePattern pattern) implements FilterValue {}

    /** A number, with its text in the filter. */
    record Numeric(double number, String written) implements FilterValue {
        public boolean isInteger() {
            return written.chars().allMatch(c -> c == '-' || c == '+' || Character.isDigit(c));
        }
    }

    /** The quoted texts in the parentheses of IN, in their order, without duplicates. */
    record TextList(SequencedSet<String> texts) implements FilterValue {
        public TextList(Collection<String> texts) {
            this(Collections.unmodifiableSequencedSet(new LinkedHashSet<>(texts)));
        }
    }

    /** No value: the clause is IS NULL or IS NOT NULL. */
    record None() implements FilterValue {}
}
