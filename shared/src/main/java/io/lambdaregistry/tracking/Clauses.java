package io.lambdaregistry.tracking;

import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.search.Comparison;
import io.lambdaregistry.search.FilterValue;
import io.lambdaregistry.search.Operator;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The checks that the searches of tracking share. */
final class Clauses {
    static final Set<Operator> NUMERIC = EnumSet.of(
            Operator.EQUAL,
            Operator.NOT_EQUAL,
            Operator.LESS,
            Operator.LESS_OR_EQUAL,
            Operator.GREATER,
            Operator.GREATER_OR_EQUAL);
    static final Set<Operator> TEXTUAL = EnumSet.of(Operator.EQUAL, Operator.NOT_EQUAL, Operator.LIKE, Operator.ILIKE);
    static final Set<Operator> TEXTUAL_OR_LIST =
            EnumSet.of(Operator.EQUAL, Operator.NOT_EQUAL, Operator.LIKE, Operator.ILIKE, Operator.IN, Operator.NOT_IN);
    static final Set<Operator> TEXTUAL_OR_NULL = EnumSet.of(
            Operator.EQUAL, Operator.NOT_EQUAL, Operator.LIKE, Operator.ILIKE, Operator.IS_NULL, Operator.IS_NOT_NULL);

    private Clauses() {}

    static boolean isNullCheck(Comparison clause) {
        return clause.operator() == Operator.IS_NULL || clause.operator() == Operator.IS_NOT_NULL;
    }

    static void checkOperator(Comparison clause, Set<Operator> allowed) {
        if (!allowed.contains(clause.operator())) {
            throw RegistryException.invalid("Invalid comparator '%s' not one of '%s'"
                    .formatted(
                            clause.operator().symbol(),
                            allowed.stream()
                                    .map(operator -> "'" + operator.symbol() + "'")
                                    .collect(Collectors.joining(", ", "{", "}"))));
        }
    }

    static void checkKey(String what, String key, Collection<String> valid) {
        if (!valid.contains(key)) {
            throw RegistryException.invalid("Invalid %s key '%s' specified. Valid keys are '%s'"
                    .formatted(
                            what,
                            key,
                            valid.stream()
                                    .sorted()
                                    .map(name -> "'" + name + "'")
                                    .collect(Collectors.joining(", ", "{", "}"))));
        }
    }

    /** @param what the entity's name in the message, such as {@code metric} */
    static void checkNumber(String what, Comparison clause) {
        if (!(clause.value() instanceof FilterValue.Numeric)) {
            throw RegistryException.invalid(
                    "Expected numeric value type for %s. Found %s".formatted(what, written(clause.value())));
        }
    }

    static void checkText(String what, Comparison clause) {
        if (clause.value() instanceof FilterValue.Numeric || clause.value() instanceof FilterValue.TextList) {
            throw RegistryException.invalid("Expected a quoted string value for %s (e.g. 'my-value'). Got value %s"
                    .formatted(what, written(clause.value())));
        }
    }

    static String written(FilterValue value) {
        return switch (value) {
            case FilterValue.Numeric(var number, var written) -> written;
            case FilterValue.Text(var text) -> "'" + text + "'";
            case FilterValue.Like(var pattern) -> "'" + pattern.text() + "'";
            case FilterValue.TextList(var texts) ->
                texts.stream().map(text -> "'" + text + "'").collect(Collectors.joining(",", "(", ")"));
            case FilterValue.None none -> "NULL";
        };
    }

    /** Returns whether a value, which may be missing, satisfies a clause. A missing value satisfies only IS NULL. */
    static boolean textMatches(Comparison clause, @Nullable String value) {
        return switch (clause.operator()) {
            case IS_NULL -> value == null;
            case IS_NOT_NULL -> value != null;
            default -> value != null && clause.matches(value);
        };
    }

    static boolean numberMatches(Comparison clause, @Nullable Long value) {
        return value != null && clause.matches((double) value);
    }

    static boolean numberMatches(Comparison clause, @Nullable Metric metric) {
        return metric != null && clause.matches(metric.value());
    }

    static void checkMaxResults(long maxResults) {
        if (maxResults < 1) {
            throw RegistryException.invalid(
                    "Invalid value %d for parameter 'max_results' supplied. It must be a positive integer"
                            .formatted(maxResults));
        }
    }
}
