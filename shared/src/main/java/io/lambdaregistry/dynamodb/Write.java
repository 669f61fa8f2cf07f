package io.lambdaregistry.dynamodb;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * One write of one item, with its condition: sent alone or as a part of a transaction. Attribute names are placeholders
 * always, so no name can meet a reserved word; a path of several names reaches into a map.
 */
final class Write {
    private enum Kind {
        PUT,
        UPDATE,
        DELETE,
        CHECK
    }

    private final Kind kind;
    private final Map<String, AttributeValue> target;
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, AttributeValue> values = new HashMap<>();
    private final List<String> sets = new ArrayList<>();
    private final List<String> removes = new ArrayList<>();
    private final List<String> adds = new ArrayList<>();
    private final List<String> takes = new ArrayList<>();
    private final List<String> conditions = new ArrayList<>();

    private Write(Kind kind, Map<String, AttributeValue> target) {
        this.kind = kind;
        this.target = target;
    }

    static Write put(Item item) {
        return new Write(Kind.PUT, item.attributes());
    }

    static Write update(Key key) {
        return new Write(Kind.UPDATE, key.attributes());
    }

    static Write delete(Key key) {
        return new Write(Kind.DELETE, key.attributes());
    }

    /** Writes nothing; its condition must hold for the transaction to. */
    static Write check(Key key) {
        return new Write(Kind.CHECK, key.attributes());
    }

    Write set(AttributeValue value, String... path) {
        sets.add(path(path) + " = " + value(value));
        return this;
    }

    Write set(String name, @Nullable String value) {
        return value == null ? remove(name) : set(AttributeValue.fromS(value), name);
    }

    Write set(String name, long value) {
        return set(Item.number(value), name);
    }

    Write setIfAbsent(AttributeValue value, String name) {
        String path = path(name);
        sets.add(path + " = if_not_exists(" + path + ", " + value(value) + ")");
        return this;
    }

    Write remove(String... path) {
        removes.add(path(path));
        return this;
    }

    Write add(long value, String name) {
        return add(Item.number(value), name);
    }

    /** Gives an attribute another name. */
    Write move(String from, String to) {
        sets.add(path(to) + " = " + path(from));
        removes.add(path(from));
        return this;
    }

    /** Adds to a number, or to a set. */
    Write add(AttributeValue value, String name) {
        adds.add(path(name) + " " + value(value));
        return this;
    }

    /** Takes elements out of a set; what is not there is ignored. */
    Write takeFromSet(AttributeValue elements, String name) {
        takes.add(path(name) + " " + value(elements));
        return this;
    }

    Write whenExists() {
        conditions.add("attribute_exists(" + path(Keys.PK) + ")");
        return this;
    }

    Write whenAbsent() {
        conditions.add("attribute_not_exists(" + path(Keys.PK) + ")");
        return this;
    }

    Write whenAbsent(String... path) {
        conditions.add("attribute_not_exists(" + path(path) + ")");
        return this;
    }

    Write whenPresent(String... path) {
        conditions.add("attribute_exists(" + path(path) + ")");
        return this;
    }

    Write whenAbsentOrEqual(AttributeValue value, String... path) {
        return whenAbsentOr("=", value, path);
    }

    Write whenAbsentOrLess(AttributeValue value, String... path) {
        return whenAbsentOr("<", value, path);
    }

    private Write whenAbsentOr(String comparator, AttributeValue value, String... path) {
        String attribute = path(path);
        conditions.add(
                "(attribute_not_exists(%s) OR %s %s %s)".formatted(attribute, attribute, comparator, value(value)));
        return this;
    }

    /** Where it is absent, or a string. */
    Write whenAbsentOrString(String... path) {
        String attribute = path(path);
        conditions.add("(attribute_not_exists(%s) OR attribute_type(%s, %s))"
                .formatted(attribute, attribute, value(AttributeValue.fromS("S"))));
        return this;
    }

    Write whenString(String... path) {
        conditions.add("attribute_type(" + path(path) + ", " + value(AttributeValue.fromS("S")) + ")");
        return this;
    }

    Write whenEqual(AttributeValue value, String... path) {
        conditions.add(path(path) + " = " + value(value));
        return this;
    }

    /** Any condition; {@code {name}} stands for an attribute and {@code {0}}, {@code {1}}, … for the values. */
    Write when(String condition, List<String> attributeNames, AttributeValue... operands) {
        String text = condition;
        for (String name : attributeNames) {
            text = text.replace("{" + name + "}", path(name));
        }
        for (int i = 0; i < operands.length; i++) {
            text = text.replace("{" + i + "}", value(operands[i]));
        }
        conditions.add("(" + text + ")");
        return this;
    }

    boolean isUpdate() {
        return kind == Kind.UPDATE;
    }

    boolean isDelete() {
        return kind == Kind.DELETE;
    }

    PutItemRequest.Builder toPut(String table) {
        return PutItemRequest.builder()
                .tableName(table)
                .item(target)
                .conditionExpression(condition())
                .expressionAttributeNames(namesOrNull())
                .expressionAttributeValues(valuesOrNull())
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
    }

    UpdateItemRequest.Builder toUpdate(String table) {
        return UpdateItemRequest.builder()
                .tableName(table)
                .key(target)
                .updateExpression(updateExpression())
                .conditionExpression(condition())
                .expressionAttributeNames(namesOrNull())
                .expressionAttributeValues(valuesOrNull())
                .returnValues(ReturnValue.ALL_NEW)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
    }

    DeleteItemRequest.Builder toDelete(String table) {
        return DeleteItemRequest.builder()
                .tableName(table)
                .key(target)
                .conditionExpression(condition())
                .expressionAttributeNames(namesOrNull())
                .expressionAttributeValues(valuesOrNull())
                .returnValues(ReturnValue.ALL_OLD)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
    }

    TransactWriteItem toTransactItem(String table) {
        TransactWriteItem.Builder item = TransactWriteItem.builder();
        return switch (kind) {
            case PUT ->
                item.put(put -> put.tableName(table)
                                .item(target)
                                .conditionExpression(condition())
                                .expressionAttributeNames(namesOrNull())
                                .expressionAttributeValues(valuesOrNull())
                                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD))
                        .build();
            case UPDATE ->
                item.update(update -> update.tableName(table)
                                .key(target)
                                .updateExpression(updateExpression())
                                .conditionExpression(condition())
                                .expressionAttributeNames(namesOrNull())
                                .expressionAttributeValues(valuesOrNull())
                                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD))
                        .build();
            case DELETE ->
                item.delete(delete -> delete.tableName(table)
                                .key(target)
                                .conditionExpression(condition())
                                .expressionAttributeNames(namesOrNull())
                                .expressionAttributeValues(valuesOrNull())
                                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD))
                        .build();
            case CHECK ->
                item.conditionCheck(check -> check.tableName(table)
                                .key(target)
                                .conditionExpression(condition())
                                .expressionAttributeNames(namesOrNull())
                                .expressionAttributeValues(valuesOrNull())
                                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD))
                        .build();
        };
    }

    private @Nullable String condition() {
        return conditions.isEmpty() ? null : String.join(" AND ", conditions);
    }

    private String updateExpression() {
        StringBuilder expression = new StringBuilder();
        append(expression, "SET", sets);
        append(expression, "REMOVE", removes);
        append(expression, "ADD", adds);
        append(expression, "DELETE", takes);
        return expression.toString();
    }

    private static void append(StringBuilder expression, String verb, List<String> clauses) {
        if (!clauses.isEmpty()) {
            expression
                    .append(verb)
                    .append(' ')
                    .append(String.join(", ", clauses))
                    .append(' ');
        }
    }

    private String path(String... path) {
        StringBuilder joined = new StringBuilder();
        for (String name : path) {
            String placeholder = names.entrySet().stream()
                    .filter(entry -> entry.getValue().equals(name))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElseGet(() -> "#" + names.size());
            names.put(placeholder, name);
            joined.append(joined.isEmpty() ? "" : ".").append(placeholder);
        }
        return joined.toString();
    }

    private String value(AttributeValue value) {
        String placeholder = ":" + values.size();
        values.put(placeholder, value);
        return placeholder;
    }

    private @Nullable Map<String, String> namesOrNull() {
        return names.isEmpty() ? null : names;
    }

    private @Nullable Map<String, AttributeValue> valuesOrNull() {
        return values.isEmpty() ? null : values;
    }
}
