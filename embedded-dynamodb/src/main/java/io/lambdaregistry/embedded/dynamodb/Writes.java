package io.lambdaregistry.embedded.dynamodb;

import io.lambdaregistry.embedded.dynamodb.Expressions.Compiled;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionCheck;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Parses the writes of requests, and rejects what is invalid whatever the stored item is. */
final class Writes {
    private final Catalog catalog;
    private final Expressions expressions;

    Writes(Catalog catalog, Expressions expressions) {
        this.catalog = catalog;
        this.expressions = expressions;
    }

    ItemWrite of(TransactWriteItem item) {
        if (Stream.of(item.put(), item.update(), item.delete(), item.conditionCheck())
                        .filter(Objects::nonNull)
                        .count()
                != 1) {
            throw Refusal.validation("TransactItems can only contain one of Check, Put, Update or Delete");
        }
        if (item.put() != null) {
            return of(item.put());
        }
        if (item.update() != null) {
            return of(item.update());
        }
        return item.delete() != null ? of(item.delete()) : of(item.conditionCheck());
    }

    ItemWrite of(Put put) {
        Rows rows = catalog.table(put.tableName());
        Map<String, AttributeValue> item = Values.normal(put.item());
        ItemKey key = rows.schema().keyOf(item);
        return write(
                rows,
                key,
                scope -> new ItemWrite.Change.Put(
                        rows.kept(key, item, "Item size has exceeded the maximum allowed size")),
                put.conditionExpression(),
                put.expressionAttributeNames(),
                put.expressionAttributeValues(),
                put.returnValuesOnConditionCheckFailure());
    }

    ItemWrite of(software.amazon.awssdk.services.dynamodb.model.Update update) {
        Rows rows = catalog.table(update.tableName());
        if (update.updateExpression() == null) {
            throw Refusal.unknown("an update without UpdateExpression");
        }
        Compiled<Update> compiled = expressions.update(update.updateExpression());
        return write(
                rows,
                rows.schema().key(update.key()),
                scope -> new ItemWrite.Change.Apply(
                        compiled.program(), compiled.program().paths(scope), update.key()),
                update.conditionExpression(),
                update.expressionAttributeNames(),
                update.expressionAttributeValues(),
                update.returnValuesOnConditionCheckFailure(),
                compiled);
    }

    ItemWrite of(Delete delete) {
        Rows rows = catalog.table(delete.tableName());
        return write(
                rows,
                rows.schema().key(delete.key()),
                scope -> new ItemWrite.Change.Delete(),
                delete.conditionExpression(),
                delete.expressionAttributeNames(),
                delete.expressionAttributeValues(),
                delete.returnValuesOnConditionCheckFailure());
    }

    ItemWrite of(ConditionCheck check) {
        if (check.conditionExpression() == null) {
            throw Refusal.validation(
                    "1 validation error detected: Value null at 'conditionCheck.conditionExpression' failed"
                            + " to satisfy constraint: Member must not be null");
        }
        Rows rows = catalog.table(check.tableName());
        return write(
                rows,
                rows.schema().key(check.key()),
                scope -> new ItemWrite.Change.Check(),
                check.conditionExpression(),
                check.expressionAttributeNames(),
                check.expressionAttributeValues(),
                check.returnValuesOnConditionCheckFailure());
    }

    private ItemWrite write(
            Rows rows,
            ItemKey key,
            Function<Scope, ItemWrite.Change> change,
            @Nullable String conditionText,
            Map<String, String> names,
            Map<String, AttributeValue> values,
            @Nullable ReturnValuesOnConditionCheckFailure returned,
            Compiled<?>... others) {
        List<Compiled<?>> expressionsUsed = new ArrayList<>(List.of(others));
        Optional<Compiled<Condition>> condition =
                Optional.ofNullable(conditionText).map(expressions::condition);
        condition.ifPresent(expressionsUsed::add);
        Scope scope = Scope.of(names, Values.normal(values), expressionsUsed);
        boolean returnsOld = returned == ReturnValuesOnConditionCheckFailure.ALL_OLD;
        return new ItemWrite(rows, key, change.apply(scope), condition.map(Compiled::program), scope, returnsOld);
    }

    /** Parses one write of a batch. */
    ItemWrite of(String table, WriteRequest write) {
        if ((write.putRequest() == null) == (write.deleteRequest() == null)) {
            throw Refusal.validation("A write of a batch must contain exactly one of PutRequest and DeleteRequest");
        }
        return write.putRequest() != null
                ? of(Put.builder()
                        .tableName(table)
                        .item(write.putRequest().item())
                        .build())
                : of(Delete.builder()
                        .tableName(table)
                        .key(write.deleteRequest().key())
                        .build());
    }
}
