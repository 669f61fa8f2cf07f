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
            case LIKE -> like(left, right, false);
            case ILIKE -> like(left, right, true);
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
    private static boolean like(String text, String pattern, boolean folded) {
        int t = 0;
        int p = 0;
        int behindPercent = -1;
        int resumeAt = 0;
        while (t < text.length()) {
            int c = text.codePointAt(t);
            int wanted = p < pattern.length() ? pattern.codePointAt(p) : -1;
            if (wanted == '%') {
                behindPercent = ++p;
                resumeAt = t;
            } else if (wanted == '_' || wanted == c || (folded && wanted >= 0 && lower(wanted) == lower(c))) {
                t += Character.charCount(c);
                p += Character.charCount(wanted);
            } else if (behindPercent >= 0) {
                p = behindPercent;
                resumeAt += Character.charCount(text.codePointAt(resumeAt));
                t = resumeAt;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '%') {
            p++;
        }
        return p == pattern.length();
    }

    /** Lower case for ASCII letters only, as SQLite folds for ILIKE. */
    private static int lower(int c) {
        return c >= 'A' && c <= 'Z' ? c + 'a' - 'A' : c;
    }
}
