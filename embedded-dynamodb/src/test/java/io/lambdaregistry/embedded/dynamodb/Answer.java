package io.lambdaregistry.embedded.dynamodb;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** A client's response as text: everything that callers can distinguish, except the messages of failures. */
final class Answer {
    private static final int MOST_PAGES = 100;
    private static final int SHOWN = 60;
    private static final Map<String, String> SORT_KEYS = Map.of(
            TestTable.BY_STAGE, TestTable.STAGE_SK,
            TestTable.BY_UPDATE, TestTable.UPDATE_SK,
            TestTable.LISTING, TestTable.LISTING_SK,
            TestTable.LOOKUP, TestTable.LOOKUP_SK);

    private Answer() {}

    static String of(DynamoDbRequest request, DynamoDbClient client) {
        try {
            return switch (request) {
                case PutItemRequest put -> "put " + text(client.putItem(put).attributes());
                case UpdateItemRequest update ->
                    "updated " + text(client.updateItem(update).attributes());
                case DeleteItemRequest delete ->
                    "deleted " + text(client.deleteItem(delete).attributes());
                case GetItemRequest get -> "found " + text(client.getItem(get).item());
                case BatchGetItemRequest get -> batch(get, client);
                case BatchWriteItemRequest write ->
                    "written, but " + client.batchWriteItem(write).unprocessedItems();
                case TransactWriteItemsRequest transaction -> {
                    client.transactWriteItems(transaction);
                    yield "done";
                }
                case QueryRequest query -> pages(query, client);
                case ScanRequest scan ->
                    sorted(client.scanPaginator(scan).items().stream().toList());
                default -> throw new IllegalArgumentException(request.toString());
            };
        } catch (AwsServiceException e) {
            return request instanceof TransactWriteItemsRequest transaction && isRefused(transaction, e)
                    ? "refused"
                    : failure(e);
        }
    }

    private static String batch(BatchGetItemRequest get, DynamoDbClient client) {
        var response = client.batchGetItem(get);
        return response.responses().entrySet().stream()
                        .map(table -> table.getKey() + sorted(table.getValue()))
                        .collect(Collectors.joining("\n", "found ", "\n"))
                + "not "
                + response.unprocessedKeys().keySet();
    }

    /** An empty last page is left out: after its last item a query may or may not return where it would continue. */
    private static String pages(QueryRequest first, DynamoDbClient client) {
        StringBuilder pages = new StringBuilder();
        List<Map<String, AttributeValue>> items = new ArrayList<>();
        Map<String, AttributeValue> last = first.exclusiveStartKey();
        for (int page = 0; page < MOST_PAGES && (page == 0 || !last.isEmpty()); page++) {
            QueryRequest next = page == 0
                    ? first
                    : first.toBuilder().exclusiveStartKey(last).build();
            QueryResponse response = client.query(next);
            if (page > 0 && !response.items().isEmpty()) {
                pages.append("then behind ")
                        .append(new TreeSet<>(last.keySet()))
                        .append(ordered(first, last))
                        .append('\n');
            }
            if (page == 0 || !response.items().isEmpty()) {
                pages.append(response.count()).append(" of ").append(response.scannedCount());
                response.items().forEach(item -> pages.append("\n  ").append(ordered(first, item)));
            }
            items.addAll(response.items());
            last = response.lastEvaluatedKey();
        }
        return pages + sorted(items);
    }

    /** All that has an order: of two items with one sort key in an index, DynamoDB does not say which is first. */
    private static String ordered(QueryRequest query, Map<String, AttributeValue> item) {
        Map<String, AttributeValue> key = new TreeMap<>(item);
        if (query.indexName() != null) {
            key.keySet().retainAll(Set.of(Objects.requireNonNull(SORT_KEYS.get(query.indexName()))));
        }
        return text(key);
    }

    /**
     * Of what is wrong with one write of a transaction, DynamoDB cancels the transaction or refuses the request. DynamoDB Local
     * does not distinguish the two as DynamoDB's documentation does: it rejects what an update finds wrong with an item.
     * It also looks at conditions before it sees that an item is named twice.
     */
    private static boolean isRefused(TransactWriteItemsRequest request, AwsServiceException e) {
        return e instanceof TransactionCanceledException cancelled
                ? cancelled.cancellationReasons().stream().anyMatch(reason -> "ValidationError".equals(reason.code()))
                        || namesOneTwice(request)
                : Refusal.VALIDATION.equals(e.awsErrorDetails().errorCode());
    }

    private static boolean namesOneTwice(TransactWriteItemsRequest request) {
        Stream<String> keys = request.transactItems().stream()
                .map(item -> item.put() != null
                        ? item.put().item()
                        : item.update() != null
                                ? item.update().key()
                                : item.delete() != null
                                        ? item.delete().key()
                                        : item.conditionCheck().key())
                .map(item -> item.get(TestTable.PK) + " " + item.get(TestTable.SK));
        return keys.distinct().count() < request.transactItems().size();
    }

    private static String failure(AwsServiceException e) {
        String kind = e.getClass().getSimpleName() + " " + e.awsErrorDetails().errorCode();
        return switch (e) {
            case TransactionCanceledException cancelled ->
                kind
                        + cancelled.cancellationReasons().stream()
                                .map(Answer::reason)
                                .collect(Collectors.joining("\n  ", "\n  ", ""));
            case ConditionalCheckFailedException failed -> kind + " " + text(failed.item());
            default -> kind;
        };
    }

    private static String reason(CancellationReason reason) {
        return reason.code() + " " + text(reason.item());
    }

    private static String sorted(List<Map<String, AttributeValue>> items) {
        return items.stream().map(Answer::text).sorted().collect(Collectors.joining("\n  ", "\n  ", ""));
    }

    static String text(Map<String, AttributeValue> item) {
        return new TreeMap<>(item)
                .entrySet().stream()
                        .map(attribute -> shortened(attribute.getKey()) + "=" + text(attribute.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String text(AttributeValue value) {
        return switch (value.type()) {
            case S -> '\'' + shortened(value.s()) + '\'';
            case N -> number(value.n());
            case B -> hex(value.b().asByteArray());
            case BOOL -> value.bool().toString();
            case NUL -> "null";
            case M -> text(value.m());
            case L ->
                value.l().isEmpty()
                        ? "{}"
                        : value.l().stream().map(Answer::text).toList().toString();
            case SS -> "ss" + value.ss().stream().sorted().toList();
            case NS -> "ns" + value.ns().stream().map(Answer::number).sorted().toList();
            case BS ->
                "bs"
                        + value.bs().stream()
                                .map(bytes -> hex(bytes.asByteArray()))
                                .sorted()
                                .toList();
            // DynamoDB Local's way to return an empty map or list in an item that failed a condition
            case UNKNOWN_TO_SDK_VERSION -> "{}";
        };
    }

    /** Without zeros around it: DynamoDB trims them as it keeps a number, DynamoDB Local only in some of what it keeps. */
    private static String number(String number) {
        return new BigDecimal(number).stripTrailingZeros().toPlainString();
    }

    private static String hex(byte[] bytes) {
        return "0x" + HexFormat.of().formatHex(bytes);
    }

    private static String shortened(String text) {
        return text.length() <= SHOWN ? text : text.charAt(0) + "…" + text.length() + "#" + text.hashCode();
    }
}
