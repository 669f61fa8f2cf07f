package io.lambdaregistry.embedded.dynamodb;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Parses DynamoDB's expressions, except list elements, {@code IN}, {@code contains}, arithmetic and {@code list_append}.
 *
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.html">Expressions</a>
 */
final class Expressions {
    /** More than the registry has; expressions of varying length, such as those of large batches, are parsed again. */
    private static final int KEPT = 1_000;

    /** The only function whose result is compared with a value. */
    private static final String SIZE = "size";

    private final Map<String, Compiled<Condition>> conditions = new ConcurrentHashMap<>();
    private final Map<String, Compiled<Update>> updates = new ConcurrentHashMap<>();
    private final Map<String, Compiled<KeyCondition>> keyConditions = new ConcurrentHashMap<>();
    private final Map<String, Compiled<List<String>>> projections = new ConcurrentHashMap<>();

    /**
     * A parsed expression, which is evaluated many times.
     *
     * @param names the {@code #placeholders} in it
     * @param values the {@code :placeholders} in it
     * @param checks reject invalid placeholder values, whatever the item is
     */
    record Compiled<T>(T program, Set<String> names, Set<String> values, List<Consumer<Scope>> checks) {
        void check(Scope scope) {
            names.forEach(scope::name);
            values.forEach(scope::value);
            checks.forEach(check -> check.accept(scope));
        }
    }

    Compiled<Condition> condition(String text) {
        return compiled(conditions, text, "ConditionExpression", Parser::condition);
    }

    Compiled<Update> update(String text) {
        return compiled(updates, text, "UpdateExpression", Parser::update);
    }

    Compiled<KeyCondition> keyCondition(String text) {
        return compiled(keyConditions, text, "KeyConditionExpression", Parser::keyCondition);
    }

    /** Parses the attribute names of a projection, as written. */
    Compiled<List<String>> projection(String text) {
        return compiled(projections, text, "ProjectionExpression", Parser::projection);
    }

    private static <T> Compiled<T> compiled(
            Map<String, Compiled<T>> known, String text, String kind, Function<Parser, T> parse) {
        Compiled<T> compiled = known.get(text);
        if (compiled == null) {
            Parser parser = new Parser(text, kind);
            T program = parse.apply(parser);
            parser.expectEnd();
            compiled = new Compiled<>(
                    program, Set.copyOf(parser.names), Set.copyOf(parser.values), List.copyOf(parser.checks));
            if (known.size() < KEPT) {
                known.put(text, compiled);
            }
        }
        return compiled;
    }

    private static final class Parser {
        private static final Set<AttributeValue.Type> SORTABLE =
                EnumSet.of(AttributeValue.Type.S, AttributeValue.Type.N, AttributeValue.Type.B);
        private static final Set<AttributeValue.Type> SETS =
                EnumSet.of(AttributeValue.Type.SS, AttributeValue.Type.NS, AttributeValue.Type.BS);
        private static final Set<AttributeValue.Type> ADDABLE = EnumSet.of(
                AttributeValue.Type.N, AttributeValue.Type.SS, AttributeValue.Type.NS, AttributeValue.Type.BS);
        private static final Pattern TOKEN = Pattern.compile("\\s*([#:]?[A-Za-z0-9_\\-]+|<>|<=|>=|\\S)");

        private final String kind;
        private final List<String> tokens = new ArrayList<>();
        private final Set<String> names = new HashSet<>();
        private final Set<String> values = new HashSet<>();
        private final List<Consumer<Scope>> checks = new ArrayList<>();
        private int at;

        Parser(String text, String kind) {
            this.kind = kind;
            Matcher matcher = TOKEN.matcher(text);
            while (matcher.lookingAt()) {
                tokens.add(matcher.group(1));
                matcher.region(matcher.end(), text.length());
            }
        }

        private String peek() {
            return at < tokens.size() ? tokens.get(at) : "";
        }

        private String next() {
            String token = peek();
            at++;
            return token;
        }

        private boolean accept(String token) {
            if (peek().equalsIgnoreCase(token)) {
                at++;
                return true;
            }
            return false;
        }

        private void expect(String token) {
            if (!accept(token)) {
                throw unexpected();
            }
        }

        void expectEnd() {
            if (at < tokens.size() || tokens.isEmpty()) {
                throw unexpected();
            }
        }

        private RuntimeException unexpected() {
            return Refusal.validation(
                    "Invalid " + kind + ": Syntax error; token: \"" + (peek().isEmpty() ? "<EOF>" : peek()) + "\"");
        }

        Condition condition() {
            Condition left = conjunction();
            while (accept("OR")) {
                Condition one = left;
                Condition other = conjunction();
                left = scope -> one.holds(scope) || other.holds(scope);
            }
            return left;
        }

        private Condition conjunction() {
            Condition left = negation();
            while (accept("AND")) {
                Condition one = left;
                Condition other = negation();
                left = scope -> one.holds(scope) && other.holds(scope);
            }
            return left;
        }

        private Condition negation() {
            if (accept("NOT")) {
                Condition negated = negation();
                return scope -> !negated.holds(scope);
            }
            if (accept("(")) {
                Condition inner = condition();
                expect(")");
                return inner;
            }
            return isCall() && !peek().equals(SIZE) ? function() : comparison();
        }

        private boolean isCall() {
            return at + 1 < tokens.size() && tokens.get(at + 1).equals("(");
        }

        private Condition function() {
            String function = next();
            expect("(");
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
                    yield scope -> beginsWith(path.in(scope), prefix.in(scope));
                }
                default ->
                    throw Refusal.validation("Invalid " + kind + ": Invalid function name; function: " + function);
            };
            expect(")");
            return condition;
        }

        private Operand second() {
            expect(",");
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
            if (accept("BETWEEN")) {
                Operand least = operand();
                expect("AND");
                Operand most = operand();
                if (least instanceof Operand.Value from && most instanceof Operand.Value to) {
                    checks.add(scope -> Values.refuseBackwards(from.in(scope), to.in(scope)));
                }
                Condition above = ordered(least, left, order -> order <= 0);
                Condition below = ordered(left, most, order -> order <= 0);
                return scope -> above.holds(scope) && below.holds(scope);
            }
            String comparator = next();
            Operand right = operand();
            return switch (comparator) {
                case "=" -> scope -> equal(left.in(scope), right.in(scope));
                case "<>" -> scope -> !equal(left.in(scope), right.in(scope));
                case "<" -> ordered(left, right, order -> order < 0);
                case "<=" -> ordered(left, right, order -> order <= 0);
                case ">" -> ordered(left, right, order -> order > 0);
                case ">=" -> ordered(left, right, order -> order >= 0);
                default -> throw unexpected();
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
            if (peek().equals(SIZE) && isCall()) {
                return size();
            }
            return peek().startsWith(":") ? value() : path();
        }

        private Operand size() {
            next();
            expect("(");
            Operand path = path();
            expect(")");
            return scope -> Values.size(path.in(scope));
        }

        private Operand value() {
            return new Operand.Value(valuePlaceholder());
        }

        private void check(Operand operand, Set<AttributeValue.Type> allowed, String operator) {
            if (operand instanceof Operand.Value value) {
                checks.add(scope -> Values.refuseOtherTypes(value.in(scope), allowed, operator));
            }
        }

        private String valuePlaceholder() {
            if (!peek().startsWith(":")) {
                throw unexpected();
            }
            String placeholder = next();
            values.add(placeholder);
            return placeholder;
        }

        private Operand path() {
            List<String> written = pathNames();
            return scope -> new DocumentPath(written.stream().map(scope::name).toList()).in(scope.item());
        }

        private List<String> pathNames() {
            List<String> path = new ArrayList<>(List.of(name()));
            while (accept(".")) {
                path.add(name());
            }
            return path;
        }

        private String name() {
            if (!peek().matches("#?[A-Za-z0-9_\\-]+")) {
                throw unexpected();
            }
            String name = next();
            if (name.startsWith("#")) {
                names.add(name);
            }
            return name;
        }

        Update update() {
            List<Update.Part> parts = new ArrayList<>();
            Set<Update.Verb> verbs = new HashSet<>();
            while (at < tokens.size()) {
                Update.Verb verb = verb();
                if (!verbs.add(verb)) {
                    throw Refusal.validation("Invalid UpdateExpression: The \"" + verb
                            + "\" section can only be used once in an update expression;");
                }
                do {
                    parts.add(part(verb));
                } while (accept(","));
            }
            return new Update(List.copyOf(parts));
        }

        private Update.Verb verb() {
            for (Update.Verb verb : Update.Verb.values()) {
                if (accept(verb.name())) {
                    return verb;
                }
            }
            throw unexpected();
        }

        private Update.Part part(Update.Verb verb) {
            List<String> path = pathNames();
            return switch (verb) {
                case SET -> {
                    expect("=");
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
            if (!accept("if_not_exists")) {
                return operand();
            }
            expect("(");
            Operand path = path();
            Operand otherwise = second();
            expect(")");
            return scope -> {
                AttributeValue found = path.in(scope);
                return found == null ? otherwise.in(scope) : found;
            };
        }

        KeyCondition keyCondition() {
            String hash = name();
            expect("=");
            String partition = valuePlaceholder();
            return new KeyCondition(hash, partition, accept("AND") ? Optional.of(sort()) : Optional.empty());
        }

        private KeyCondition.Sort sort() {
            if (accept("begins_with")) {
                expect("(");
                String name = name();
                expect(",");
                String prefix = valuePlaceholder();
                expect(")");
                return new KeyCondition.Sort(name, KeyCondition.Comparison.BEGINS_WITH, List.of(prefix));
            }
            String name = name();
            String comparator = next().toUpperCase(Locale.ROOT);
            KeyCondition.Comparison comparison = switch (comparator) {
                case "=" -> KeyCondition.Comparison.EQUAL;
                case "<" -> KeyCondition.Comparison.LESS;
                case "<=" -> KeyCondition.Comparison.AT_MOST;
                case ">" -> KeyCondition.Comparison.GREATER;
                case ">=" -> KeyCondition.Comparison.AT_LEAST;
                case "BETWEEN" -> KeyCondition.Comparison.BETWEEN;
                default -> throw unexpected();
            };
            String first = valuePlaceholder();
            if (comparison != KeyCondition.Comparison.BETWEEN) {
                return new KeyCondition.Sort(name, comparison, List.of(first));
            }
            expect("AND");
            return new KeyCondition.Sort(name, comparison, List.of(first, valuePlaceholder()));
        }

        List<String> projection() {
            List<String> attributes = new ArrayList<>();
            do {
                attributes.add(name());
            } while (accept(","));
            return attributes;
        }
    }
}
