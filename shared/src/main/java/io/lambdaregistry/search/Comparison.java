package io.lambdaregistry.search;

/**
 * One clause of a filter: {@code tags.key = 'value'}.
 *
 * @param entity what stands before the first dot as it was written, such as {@code tags}; empty where there is no dot
 * @param key the rest, without its quotes
 * @param quotedKey whether the key stood in backticks or double quotes
 */
public record Comparison(String entity, String key, boolean quotedKey, Operator operator, FilterValue value) {
    /** Whether a text meets the clause; {@code false} for a clause on numbers. */
    public boolean matches(String left) {
        return switch (value) {
            case FilterValue.Text(String right) -> operator.matches(left, right);
            case FilterValue.TextList(var list) -> (operator == Operator.IN) == list.contains(left);
            case FilterValue.Numeric number -> false;
            case FilterValue.None none -> operator == Operator.IS_NOT_NULL;
        };
    }

    /** Whether a number meets the clause; {@code false} for a clause on texts. */
    public boolean matches(double left) {
        return value instanceof FilterValue.Numeric(var right, var text) && operator.matches(left, right);
    }

    /** The text on the right side; empty for a number or a list. */
    public String text() {
        return value instanceof FilterValue.Text(String text) ? text : "";
    }

    public boolean isEqualTo() {
        return operator == Operator.EQUAL && value instanceof FilterValue.Text;
    }
}
