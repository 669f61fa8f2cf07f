package io.lambdaregistry.search;

/** The comparators of the filter language. */
public enum Operator {
    EQUAL("="),
    NOT_EQUAL("!="),
    LESS("<"),
    LESS_OR_EQUAL("<="),
    GREATER(">"),
    GREATER_OR_EQUAL(">="),
    LIKE("LIKE"),
    ILIKE("ILIKE"),
    IN("IN"),
    NOT_IN("NOT IN"),
    IS_NULL("IS NULL"),
    IS_NOT_NULL("IS NOT NULL");

    private final String symbol;

    Operator(String symbol) {
        this.symbol = symbol;
    }

    /** As it is written in a filter, keywords in upper case. */
    public String symbol() {
        return symbol;
    }

    boolean matches(String left, String right) {
        return switch (this) {
            case EQUAL -> left.equals(right);
            case NOT_EQUAL -> !left.equals(right);
            case LESS -> left.compareTo(right) < 0;
            case LESS_OR_EQUAL -> left.compareTo(right) <= 0;
            case GREATER -> left.compareTo(right) > 0;
            case GREATER_OR_EQUAL -> left.compareTo(right) >= 0;
            case LIKE -> like(left.codePoints().toArray(), right.codePoints().toArray());
            case ILIKE -> like(folded(left), folded(right));
            case IN, NOT_IN, IS_NULL, IS_NOT_NULL -> false;
        };
    }

    boolean matches(double left, double right) {
        return switch (this) {
            case EQUAL -> left == right;
            case NOT_EQUAL -> left != right;
            case LESS -> left < right;
            case LESS_OR_EQUAL -> left <= right;
            case GREATER -> left > right;
            case GREATER_OR_EQUAL -> left >= right;
            case LIKE, ILIKE, IN, NOT_IN, IS_NULL, IS_NOT_NULL -> false;
        };
    }

    /**
     * Matches a LIKE pattern: {@code %} is any text, {@code _} any character; neither can be escaped. Linear in the text
     * for each {@code %}, with no recursion, so that no pattern can hang a search.
     */
    private static boolean like(int[] text, int[] pattern) {
        int t = 0;
        int p = 0;
        int lastPercent = -1;
        int resumeAt = 0;
        while (t < text.length) {
            if (p < pattern.length && pattern[p] == '%') {
                lastPercent = p++;
                resumeAt = t;
            } else if (p < pattern.length && (pattern[p] == '_' || pattern[p] == text[t])) {
                t++;
                p++;
            } else if (lastPercent >= 0) {
                p = lastPercent + 1;
                t = ++resumeAt;
            } else {
                return false;
            }
        }
        while (p < pattern.length && pattern[p] == '%') {
            p++;
        }
        return p == pattern.length;
    }

    /** Lower case for ASCII letters only, as SQLite folds for ILIKE. */
    private static int[] folded(String text) {
        return text.codePoints().map(c -> c >= 'A' && c <= 'Z' ? c + 32 : c).toArray();
    }
}
