package io.lambdaregistry.embedded.dynamodb;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Parses conditions, updates, key conditions and projections. */
final class ExpressionParser {
    /** The only function whose result is compared with a value. */
    private static final String SIZE = "size";

    private static final Set<AttributeValue.Type> SORTABLE =
            EnumSet.of(AttributeValue.Type.S, AttributeValue.Type.N, AttributeValue.Type.B);
    private static final Set<AttributeValue.Type> SETS =
            EnumSet.of(AttributeValue.Type.SS, AttributeValue.Type.NS, AttributeValue.Type.BS);
    private static final Set<AttributeValue.Type> ADDABLE =
            EnumSet.of(AttributeValue.Type.N, AttributeValue.Type.SS, AttributeValue.Type.NS, AttributeValue.Type.BS);

    private final ExpressionText text;
    private final List<Consumer<Scope>> checks = new ArrayList<>();

    ExpressionParser(ExpressionText text) {
        this.text = text;
    }

    /** Checks of the placeholders that reject a request whatever the item is. */
    List<Consumer<Scope>> checks() {
        return List.copyOf(checks);
    }

    Condition condition() {
        Condition left = conjunction();
        while (text.acceptOperator("OR")) {
            Condition one = left;
            Condition other = conjunction();
            left = scope -> one.holds(scope) || other.holds(scope);
        }
        return left;
    }

    private Condition conjunction() {
        Condition left = negation();
        while (text.acceptOperator("AND")) {
            Condition one = left;
            Condition other = negation();
            left = scope -> one.holds(scope) && other.holds(scope);
        }
        return left;
    }

    private Condition negation() {
        if (text.acceptOperator("NOT")) {
            Condition negated = negation();
            return scope -> !negated.holds(scope);
        }
        if (text.accept("(")) {
            return inParentheses();
        }
        return text.isCall() && !text.peek().equals(SIZE) ? function() : comparison();
    }

    private Condition inParentheses() {
        if (text.isRedundantlyParenthesized()) {
            throw text.invalid("The expression has redundant parentheses;");
        }
        Condition inner = condition();
        text.expect(")");
        return inner;
    }

    private Condition function() {
        text.countOperator();
        String function = text.next();
        text.expect("(");
        Operand path = path();
        Condition condition = switch (function) {
            case "attribute_exists" -> scope -> path.in(scope) != null;
            case "attribute_not_exists" -> scope -> path.in(scope) == null;
            case "attribute_type" -> {
                Operand type = second();
                check(type, Set.of(AttributeValue.Type.S), function);
                yield scope -> hasType(path.in(scope), type.in(scope));
            }
            case "begins_with" -> {
                Operand prefix = second();
                check(prefix, Set.of(AttributeValue.Type.S), function);
                checkDistinct(path, prefix, function);
                yield scope -> beginsWith(path.in(scope), prefix.in(scope));
            }
            default -> throw text.invalid("Invalid function name; function: " + function);
        };
        text.expect(")");
        return condition;
    }

    private Operand second() {
        text.expect(",");
        return operand();
    }

    private static boolean hasType(@Nullable AttributeValue value, @Nullable AttributeValue type) {
        return value != null && type != null && Values.type(value).equals(type.s());
    }

    private static boolean beginsWith(@Nullable AttributeValue value, @Nullable AttributeValue prefix) {
        return value != null
                && prefix != null
                && value.s() != null
                && prefix.s() != null
                && value.s().startsWith(prefix.s());
    }

    private Condition comparison() {
        Operand left = operand();
        if (text.acceptOperator("BETWEEN")) {
            Operand least = operand();
            text.expect("AND");
            Operand most = operand();
            checkDistinct(left, least, "BETWEEN");
            checkDistinct(left, most, "BETWEEN");
            if (least instanceof Operand.Value from && most instanceof Operand.Value to) {
                checks.add(scope -> Values.refuseBackwards(from.in(scope), to.in(scope)));
            }
            Condition above = ordered(least, left, order -> order <= 0);
            Condition below = ordered(left, most, order -> order <= 0);
            return scope -> above.holds(scope) && below.holds(scope);
        }
        String comparator = text.next();
        text.countOperator();
        Operand right = operand();
        checkDistinct(left, right, comparator);
        return switch (comparator) {
            case "=" -> scope -> equal(left.in(scope), right.in(scope));
            case "<>" -> scope -> !equal(left.in(scope), right.in(scope));
            case "<" -> ordered(left, right, order -> order < 0);
            case "<=" -> ordered(left, right, order -> order <= 0);
            case ">" -> ordered(left, right, order -> order > 0);
            case ">=" -> ordered(left, right, order -> order >= 0);
            default -> throw text.unexpected();
        };
    }

    private static boolean equal(@Nullable AttributeValue a, @Nullable AttributeValue b) {
        return a != null && b != null && Values.equal(a, b);
    }

    private Condition ordered(Operand left, Operand right, IntPredicate holds) {
        check(left, SORTABLE, "of order");
        check(right, SORTABLE, "of order");
        return scope -> {
            AttributeValue a = left.in(scope);
            AttributeValue b = right.in(scope);
            OptionalInt order = a == null || b == null ? OptionalInt.empty() : Values.compare(a, b);
            return order.isPresent() && holds.test(order.getAsInt());
        };
    }

    private Operand operand() {
        if (text.peek().equals(SIZE) && text.isCall()) {
            return size();
        }
        return text.peek().startsWith(":") ? value() : path();
    }

    private Operand size() {
        text.next();
        text.expect("(");
        Operand path = path();
        text.expect(")");
        return scope -> Values.size(path.in(scope));
    }

    private Operand value() {
        return new Operand.Value(text.valuePlaceholder());
    }

    private void check(Operand operand, Set<AttributeValue.Type> allowed, String operator) {
        if (operand instanceof Operand.Value value) {
            checks.add(scope -> Values.refuseOtherTypes(value.in(scope), allowed, operator));
        }
    }

    private void checkDistinct(Operand first, Operand other, String operator) {
        if (first instanceof Operand.Path one && other instanceof Operand.Path two) {
            checks.add(scope -> {
                if (one.of(scope).equals(two.of(scope))) {
                    throw text.invalid(
                            "The first operand must be distinct from the remaining operands for this operator or"
                                    + " function; operator: " + operator + ", first operand: "
                                    + one.of(scope).names());
                }
            });
        }
    }

    private Operand path() {
        return new Operand.Path(text.pathNames());
    }

    Update update() {
        List<Update.Part> parts = new ArrayList<>();
        Set<Update.Verb> verbs = new HashSet<>();
        while (!text.isAtEnd()) {
            Update.Verb verb = verb();
            if (!verbs.add(verb)) {
                throw text.invalid("The \"" + verb + "\" section can only be used once in an update expression;");
            }
            do {
                parts.add(part(verb));
            } while (text.accept(","));
        }
        return new Update(List.copyOf(parts));
    }

    private Update.Verb verb() {
        for (Update.Verb verb : Update.Verb.values()) {
            if (text.accept(verb.name())) {
                return verb;
            }
        }
        throw text.unexpected();
    }

    private Update.Part part(Update.Verb verb) {
        List<String> path = text.pathNames();
        return switch (verb) {
            case SET -> {
                text.expect("=");
                yield new Update.Part(verb, path, set());
            }
            case REMOVE -> new Update.Part(verb, path, scope -> null);
            case ADD -> new Update.Part(verb, path, value(ADDABLE, "ADD"));
            case DELETE -> new Update.Part(verb, path, value(SETS, "DELETE"));
        };
    }

    private Operand value(Set<AttributeValue.Type> allowed, String operator) {
        Operand value = value();
        check(value, allowed, operator);
        return value;
    }

    private Operand set() {
        if (!text.acceptOperator("if_not_exists")) {
            return operand();
        }
        text.expect("(");
        Operand path = path();
        Operand otherwise = second();
        text.expect(")");
        return scope -> {
            AttributeValue found = path.in(scope);
            return found == null ? otherwise.in(scope) : found;
        };
    }

    KeyCondition keyCondition() {
        String hash = text.name();
        text.expect("=");
        String partition = text.valuePlaceholder();
        return new KeyCondition(hash, partition, text.accept("AND") ? Optional.of(sort()) : Optional.empty());
    }

    private KeyCondition.Sort sort() {
        if (text.accept("begins_with")) {
            text.expect("(");
            String name = text.name();
            text.expect(",");
            String prefix = text.valuePlaceholder();
            text.expect(")");
            return new KeyCondition.Sort(name, KeyCondition.Comparison.BEGINS_WITH, List.of(prefix));
        }
        String name = text.name();
        String comparator = text.next().toUpperCase(Locale.ROOT);
        KeyCondition.Comparison comparison = switch (comparator) {
            case "=" -> KeyCondition.Comparison.EQUAL;
            case "<" -> KeyCondition.Comparison.LESS;
            case "<=" -> KeyCondition.Comparison.AT_MOST;
            case ">" -> KeyCondition.Comparison.GREATER;
            case ">=" -> KeyCondition.Comparison.AT_LEAST;
            case "BETWEEN" -> KeyCondition.Comparison.BETWEEN;
            default -> throw text.unexpected();
        };
        String first = text.valuePlaceholder();
        if (comparison != KeyCondition.Comparison.BETWEEN) {
            return new KeyCondition.Sort(name, comparison, List.of(first));
        }
        text.expect("AND");
        return new KeyCondition.Sort(name, comparison, List.of(first, text.valuePlaceholder()));
    }

    List<String> projection() {
        List<String> attributes = new ArrayList<>();
        do {
            attributes.add(text.name());
        } while (text.accept(","));
        return attributes;
    }
}
