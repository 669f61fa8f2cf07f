package io.lambdaregistry.search;

/**
 * A token of a filter.
 *
 * @param text the text as written; for quoted tokens, without the quotes
 * @param at the position in the filter where it begins
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
