package io.lambdaregistry.embedded.dynamodb;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The item and placeholder values with which an expression is evaluated.
 *
 * @param names the values of the {@code #placeholders}
 * @param values the values of the {@code :placeholders}
 */
record Scope(Map<String, AttributeValue> item, Map<String, String> names, Map<String, AttributeValue> values) {
    private static final Pattern NAME = Pattern.compile("#[A-Za-z0-9_]+");
    private static final Pattern VALUE = Pattern.compile(":[A-Za-z0-9_]+");

    /** A scope without an item. Rejects placeholders that no expression uses, and values that an expression does not allow. */
    static Scope of(
            Map<String, String> names, Map<String, AttributeValue> values, List<Expressions.Compiled<?>> expressions) {
        refuseMalformed(names.keySet(), NAME, "ExpressionAttributeNames");
        refuseMalformed(values.keySet(), VALUE, "ExpressionAttributeValues");
        refuseUnused(names.keySet(), "ExpressionAttributeNames", expressions, Expressions.Compiled::names);
        refuseUnused(values.keySet(), "ExpressionAttributeValues", expressions, Expressions.Compiled::values);
        Scope scope = new Scope(Map.of(), names, values);
        expressions.forEach(expression -> expression.check(scope));
        return scope;
    }

    private static void refuseMalformed(Set<String> placeholders, Pattern form, String what) {
        for (String placeholder : placeholders) {
            if (!form.matcher(placeholder).matches()) {
                throw Refusal.validation(what + " contains invalid key: Syntax error; key: \"" + placeholder + "\"");
            }
        }
    }

    private static void refuseUnused(
            Set<String> given,
            String what,
            List<Expressions.Compiled<?>> expressions,
            Function<Expressions.Compiled<?>, Set<String>> used) {
        if (!given.isEmpty() && expressions.isEmpty()) {
            throw Refusal.validation(what + " can only be specified when using expressions");
        }
        for (String placeholder : given) {
            if (expressions.stream()
                    .noneMatch(expression -> used.apply(expression).contains(placeholder))) {
                throw Refusal.validation(
                        "Value provided in " + what + " unused in expressions: keys: {" + placeholder + "}");
            }
        }
    }

    String name(String written) {
        if (!written.startsWith("#")) {
            return written;
        }
        String name = names.get(written);
        if (name == null) {
            throw Refusal.validation("An expression attribute name used in the document path is not defined;"
                    + " attribute name: " + written);
        }
        return name;
    }

    AttributeValue value(String placeholder) {
        AttributeValue value = values.get(placeholder);
        if (value == null) {
            throw Refusal.validation("An expression attribute value used in expression is not defined;"
                    + " attribute value: " + placeholder);
        }
        return value;
    }

    Scope of(Map<String, AttributeValue> otherItem) {
        return new Scope(otherItem, names, values);
    }
}
