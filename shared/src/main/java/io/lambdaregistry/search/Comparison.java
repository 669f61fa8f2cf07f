package io.lambdaregistry.search;

/**
 * One clause of a filter: {@code tags.key = 'value'}.
 *
 * @param entity the part before the first dot as written, such as {@code tags}; empty without a dot
 * @param key the part after it, without quotes
 * @param quotedKey whether the key was in backticks or double quotes
 */
public record Comparison(String entity, String key, boolean quotedKey, Operator operator, FilterValue value) {
    /** Compiles the pattern of LIKE or ILIKE once, for all the texts that it is compared with. */
    public Comparison {
        if (value instanceof FilterValue.Text(String pattern)) {
            value = switch (operator) {
                case LIKE -> new FilterValue.Like(LikePattern.of(pattern));
                case ILIKE -> new FilterValue.Like(LikePattern.folded(pattern));
                default -> value;
            };
        }
    }

    /** Returns whether a text satisfies the clause; {@code false} for a clause on numbers. */
    public boolean matches(String left) {
        return switch (value) {
            case FilterValue.Text(String right) -> operator.matches(left, right);
            case FilterValue.Like(LikePattern pattern) -> pattern.matches(left);
            case FilterValue.TextList(var list) -> (operator == Operator.IN) == list.contains(left);
            case FilterValue.Numeric number -> false;
            case FilterValue.None none -> operator == Operator.IS_NOT_NULL;
        };
    }

    /** Returns whether a number satisfies the clause; {@code false} for a clause on texts. */
    public boolean matches(double left) {
        return value instanceof FilterValue.Numeric(var right, var text) && operator.matches(left, right);
    }

    /** Returns the text or pattern on the right side; empty for a number or a list. */
    public String text() {
        return switch (value) {
            case FilterValue.Text(String text) -> text;
            case FilterValue.Like(LikePattern pattern) -> pattern.text();
            default -> "";
        };
    }

    public boolean isEqualTo() {
        return operator == Operator.EQUAL && value instanceof FilterValue.Text;
    }
}
