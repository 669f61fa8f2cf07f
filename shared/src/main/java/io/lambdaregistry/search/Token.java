package io.lambdaregistry.search;

/**
 * A token of a filter.
 *
 * @param text as written; for quoted ones without the quotes
 * @param at where it begins in the filter
 */
record Token(Kind kind, String text, int at) {
    enum Kind {
        WORD,
        SINGLE_QUOTED,
        DOUBLE_QUOTED,
        BACK_QUOTED,
        NUMBER,
        COMPARATOR,
        DOT,
        COMMA,
        OPEN,
        CLOSE,
        OTHER,
        END
    }

    boolean is(Kind wanted) {
        return kind == wanted;
    }

    boolean isWord(String word) {
        return kind == Kind.WORD && text.equalsIgnoreCase(word);
    }
}
