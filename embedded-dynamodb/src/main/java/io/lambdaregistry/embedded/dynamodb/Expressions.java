package io.lambdaregistry.embedded.dynamodb;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Parses DynamoDB's expressions, except list elements, {@code IN}, {@code contains}, arithmetic and {@code list_append}.
 *
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.html">Expressions</a>
 */
final class Expressions {
    /** More than the registry has; expressions of varying length, such as those of large batches, are parsed again. */
    private static final int KEPT = 1_000;

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
        return compiled(conditions, text, "ConditionExpression", ExpressionParser::condition);
    }

    Compiled<Update> update(String text) {
        return compiled(updates, text, "UpdateExpression", ExpressionParser::update);
    }

    Compiled<KeyCondition> keyCondition(String text) {
        return compiled(keyConditions, text, "KeyConditionExpression", ExpressionParser::keyCondition);
    }

    /** Parses the attribute names of a projection, as written. */
    Compiled<List<String>> projection(String text) {
        return compiled(projections, text, "ProjectionExpression", ExpressionParser::projection);
    }

    private static <T> Compiled<T> compiled(
            Map<String, Compiled<T>> known, String text, String kind, Function<ExpressionParser, T> parse) {
        Compiled<T> compiled = known.get(text);
        if (compiled == null) {
            ExpressionText read = new ExpressionText(text, kind);
            ExpressionParser parser = new ExpressionParser(read);
            T program = parse.apply(parser);
            read.expectEnd();
            compiled = new Compiled<>(program, read.names(), read.values(), parser.checks());
            if (known.size() < KEPT) {
                known.put(text, compiled);
            }
        }
        return compiled;
    }
}
