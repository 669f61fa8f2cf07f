package io.lambdaregistry.embedded.dynamodb;

import io.lambdaregistry.embedded.dynamodb.Expressions.Compiled;
import io.lambdaregistry.embedded.sqlite.Database;
import io.lambdaregistry.embedded.sqlite.Session;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.CreateTableResponse;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableResponse;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ListTablesRequest;
import software.amazon.awssdk.services.dynamodb.model.ListTablesResponse;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItem;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;
import software.amazon.awssdk.services.dynamodb.waiters.DynamoDbWaiter;

/**
 * A DynamoDB client on a SQLite file, or in memory. It returns the responses of DynamoDB, with the units that DynamoDB would
 * bill. All reads are consistent, and no transaction conflicts with another. A write is acknowledged when it is on the disk.
 */
public final class SqliteDynamoDb implements DynamoDbClient {
    private static final int TRANSACTION_LIMIT = 100;

    /** In bytes: the most that a transaction sends or returns. */
    private static final int TRANSACTION_SIZE = 4 * 1024 * 1024;

    private static final int TOKEN_LIMIT = 36;
    private static final int BATCH_GET_LIMIT = 100;
    private static final int BATCH_WRITE_LIMIT = 25;

    private final Database database;
    private final Catalog catalog;
    private final Expressions expressions = new Expressions();
    private final Writes writes;
    private final Tokens tokens = new Tokens();

    SqliteDynamoDb(Database database) {
        this.database = database;
        this.catalog = new Catalog(database);
        this.writes = new Writes(catalog, expressions);
    }

    /**
     * @param file created where it is missing; empty to keep all in memory
     * @throws SQLException where it cannot be opened, or is no database
     */
    public static SqliteDynamoDb open(Optional<Path> file) throws SQLException {
        Database database = Database.open(file, Refusal::broken);
        try {
            return new SqliteDynamoDb(database);
        } catch (DynamoDbException e) {
            database.close();
            throw new SQLException(e.awsErrorDetails().errorMessage(), e);
        }
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        database.close();
    }

    @Override
    public DynamoDbWaiter waiter() {
        return DynamoDbWaiter.builder().client(this).build();
    }

    @Override
    public ListTablesResponse listTables(ListTablesRequest request) {
        return ListTablesResponse.builder().tableNames(catalog.names()).build();
    }

    @Override
    public CreateTableResponse createTable(CreateTableRequest request) {
        catalog.create(TableSchema.of(request));
        return CreateTableResponse.builder()
                .tableDescription(description(request.tableName()))
                .build();
    }

    @Override
    public DescribeTableResponse describeTable(DescribeTableRequest request) {
        return DescribeTableResponse.builder()
                .table(description(catalog.table(request.tableName()).schema().name()))
                .build();
    }

    private static TableDescription description(String table) {
        return TableDescription.builder()
                .tableName(table)
                .tableStatus(TableStatus.ACTIVE)
                .build();
    }

    @Override
    public GetItemResponse getItem(GetItemRequest request) {
        refuse(request.projectionExpression() != null || request.hasAttributesToGet(), "projections of a get");
        Rows rows = catalog.table(request.tableName());
        ItemKey key = rows.schema().key(request.key());
        Rows.Stored stored = database.read(session -> rows.get(session, key));
        return GetItemResponse.builder()
                .item(stored.isThere() ? stored.item() : null)
                .consumedCapacity(Units.of(
                                rows.schema(),
                                rows.schema().table(),
                                ItemSize.readUnits(stored.size(), Boolean.TRUE.equals(request.consistentRead())))
                        .reported(request.returnConsumedCapacity()))
                .build();
    }

    @Override
    public BatchGetItemResponse batchGetItem(BatchGetItemRequest request) {
        int wanted = request.requestItems().values().stream()
                .mapToInt(keys -> keys.keys().size())
                .sum();
        if (wanted == 0 || wanted > BATCH_GET_LIMIT) {
            throw Refusal.validation("Too many items requested for the BatchGetItem call");
        }
        BatchGet batch = new BatchGet();
        request.requestItems().forEach((table, keys) -> read(table, keys, batch));
        return BatchGetItemResponse.builder()
                .responses(batch.found())
                .unprocessedKeys(batch.left())
                .consumedCapacity(reported(batch.units(), request.returnConsumedCapacity()))
                .build();
    }

    private void read(String table, KeysAndAttributes wanted, BatchGet batch) {
        refuse(wanted.projectionExpression() != null || wanted.hasAttributesToGet(), "projections of a get");
        Rows rows = catalog.table(table);
        Map<ItemKey, Map<String, AttributeValue>> keys = new LinkedHashMap<>();
        for (Map<String, AttributeValue> key : wanted.keys()) {
            if (keys.put(rows.schema().key(key), key) != null) {
                throw Refusal.validation("Provided list of item keys contains duplicates");
            }
        }
        database.read(session -> {
            for (Map.Entry<ItemKey, Map<String, AttributeValue>> key : keys.entrySet()) {
                if (batch.isFull()) {
                    batch.leave(table, wanted, key.getValue());
                } else {
                    batch.found(rows.schema(), wanted, rows.get(session, key.getKey()));
                }
            }
            return batch;
        });
    }

    @Override
    public TransactGetItemsResponse transactGetItems(TransactGetItemsRequest request) {
        refuseLength("transactItems", request.transactItems().size(), TRANSACTION_LIMIT);
        List<ItemResponse> found = database.write(session -> {
            List<ItemResponse> items = new ArrayList<>();
            Set<List<Object>> keys = new HashSet<>();
            long bytes = 0;
            for (TransactGetItem wanted : request.transactItems()) {
                refuse(wanted.get().projectionExpression() != null, "projections of a get");
                Rows rows = catalog.table(wanted.get().tableName());
                ItemKey key = rows.schema().key(wanted.get().key());
                if (!keys.add(List.of(rows.schema().name(), key))) {
                    throw manyOperationsOnOne();
                }
                Rows.Stored stored = rows.get(session, key);
                bytes += stored.size();
                items.add(ItemResponse.builder()
                        .item(stored.isThere() ? stored.item() : null)
                        .build());
            }
            refuseSize(bytes, "Payload in response is too large.");
            return items;
        });
        return TransactGetItemsResponse.builder().responses(found).build();
    }

    @Override
    public QueryResponse query(QueryRequest request) {
        refuse(request.filterExpression() != null, "filters of a query");
        refuse(request.select() != null, "Select in a query");
        refuse(request.keyConditionExpression() == null, "a query without KeyConditionExpression");
        Rows rows = catalog.table(request.tableName());
        TableSchema.Index index = rows.schema().index(request.indexName());
        boolean consistent = Boolean.TRUE.equals(request.consistentRead());
        if (consistent && !rows.schema().isLocal(index)) {
            throw Refusal.validation("Consistent reads are not supported on global secondary indexes");
        }
        Compiled<KeyCondition> condition = expressions.keyCondition(request.keyConditionExpression());
        Optional<Compiled<List<String>>> projection =
                Optional.ofNullable(request.projectionExpression()).map(expressions::projection);
        List<Compiled<?>> used = new ArrayList<>(List.of(condition));
        projection.ifPresent(used::add);
        Scope scope = Scope.of(request.expressionAttributeNames(), request.expressionAttributeValues(), used);
        Optional<Set<String>> names = projection.map(
                attributes -> attributes.program().stream().map(scope::name).collect(Collectors.toSet()));
        boolean keysOnly = index.name().isEmpty()
                && names.isPresent()
                && names.get().equals(Set.of(rows.schema().hash(), rows.schema().range()));
        Rows.Range range = new Rows.Range(
                index,
                condition.program().partition(index, scope),
                condition.program().bounds(index, scope),
                request.exclusiveStartKey(),
                !Boolean.FALSE.equals(request.scanIndexForward()),
                limit(request.limit()),
                keysOnly);
        rows.checkStart(range);
        Rows.Page page = database.read(session -> rows.query(session, range));
        List<Map<String, AttributeValue>> items =
                keysOnly || names.isEmpty() ? page.items() : projected(page.items(), names.get());
        return QueryResponse.builder()
                .items(items)
                .count(items.size())
                .scannedCount(items.size())
                .lastEvaluatedKey(page.lastKey().isEmpty() ? null : page.lastKey())
                .consumedCapacity(Units.of(rows.schema(), index, ItemSize.readUnits(page.bytes(), consistent))
                        .reported(request.returnConsumedCapacity()))
                .build();
    }

    @Override
    public ScanResponse scan(ScanRequest request) {
        refuse(
                request.filterExpression() != null || request.projectionExpression() != null,
                "filters and projections of a scan");
        refuse(request.indexName() != null || request.totalSegments() != null, "scans of indexes or segments");
        Rows rows = catalog.table(request.tableName());
        int limit = limit(request.limit());
        Rows.Page page = database.read(session -> rows.scan(session, request.exclusiveStartKey(), limit));
        return ScanResponse.builder()
                .items(page.items())
                .count(page.items().size())
                .scannedCount(page.items().size())
                .lastEvaluatedKey(page.lastKey().isEmpty() ? null : page.lastKey())
                .consumedCapacity(Units.of(
                                rows.schema(),
                                rows.schema().table(),
                                ItemSize.readUnits(page.bytes(), Boolean.TRUE.equals(request.consistentRead())))
                        .reported(request.returnConsumedCapacity()))
                .build();
    }

    private static int limit(@Nullable Integer wanted) {
        if (wanted != null && wanted < 1) {
            throw Refusal.validation("1 validation error detected: Value '" + wanted
                    + "' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1");
        }
        return wanted == null ? Integer.MAX_VALUE : wanted;
    }

    private static List<Map<String, AttributeValue>> projected(
            List<Map<String, AttributeValue>> items, Set<String> names) {
        return items.stream()
                .map(item -> {
                    Map<String, AttributeValue> part = new LinkedHashMap<>(item);
                    part.keySet().retainAll(names);
                    return part;
                })
                .toList();
    }

    @Override
    public PutItemResponse putItem(PutItemRequest request) {
        refuse(returns(request.returnValues(), ReturnValue.NONE), "these ReturnValues of a put");
        ItemWrite.Decision done = write(writes.of(Put.builder()
                .tableName(request.tableName())
                .item(request.item())
                .conditionExpression(request.conditionExpression())
                .expressionAttributeNames(request.expressionAttributeNames())
                .expressionAttributeValues(request.expressionAttributeValues())
                .returnValuesOnConditionCheckFailure(request.returnValuesOnConditionCheckFailure())
                .build()));
        return PutItemResponse.builder()
                .consumedCapacity(done.units().reported(request.returnConsumedCapacity()))
                .build();
    }

    @Override
    public UpdateItemResponse updateItem(UpdateItemRequest request) {
        refuse(returns(request.returnValues(), ReturnValue.ALL_NEW), "these ReturnValues of an update");
        ItemWrite.Decision done = write(writes.of(software.amazon.awssdk.services.dynamodb.model.Update.builder()
                .tableName(request.tableName())
                .key(request.key())
                .updateExpression(request.updateExpression())
                .conditionExpression(request.conditionExpression())
                .expressionAttributeNames(request.expressionAttributeNames())
                .expressionAttributeValues(request.expressionAttributeValues())
                .returnValuesOnConditionCheckFailure(request.returnValuesOnConditionCheckFailure())
                .build()));
        return UpdateItemResponse.builder()
                .attributes(request.returnValues() == ReturnValue.ALL_NEW ? done.item() : null)
                .consumedCapacity(done.units().reported(request.returnConsumedCapacity()))
                .build();
    }

    @Override
    public DeleteItemResponse deleteItem(DeleteItemRequest request) {
        refuse(returns(request.returnValues(), ReturnValue.ALL_OLD), "these ReturnValues of a deletion");
        ItemWrite.Decision done = write(writes.of(Delete.builder()
                .tableName(request.tableName())
                .key(request.key())
                .conditionExpression(request.conditionExpression())
                .expressionAttributeNames(request.expressionAttributeNames())
                .expressionAttributeValues(request.expressionAttributeValues())
                .returnValuesOnConditionCheckFailure(request.returnValuesOnConditionCheckFailure())
                .build()));
        boolean returnsOld =
                request.returnValues() == ReturnValue.ALL_OLD && done.old().isThere();
        return DeleteItemResponse.builder()
                .attributes(returnsOld ? done.old().item() : null)
                .consumedCapacity(done.units().reported(request.returnConsumedCapacity()))
                .build();
    }

    private static boolean returns(@Nullable ReturnValue wanted, ReturnValue known) {
        return wanted != null && wanted != ReturnValue.NONE && wanted != known;
    }

    private ItemWrite.Decision write(ItemWrite write) {
        return database.write(session -> {
            ItemWrite.Decision decision = write.decide(session);
            if (!decision.holds()) {
                throw Refusal.conditionFailed(decision.itemToReturn());
            }
            decision.apply(session);
            return decision;
        });
    }

    @Override
    public TransactWriteItemsResponse transactWriteItems(TransactWriteItemsRequest request) {
        refuseLength("transactItems", request.transactItems().size(), TRANSACTION_LIMIT);
        if (request.clientRequestToken() != null) {
            refuseLength("clientRequestToken", request.clientRequestToken().length(), TOKEN_LIMIT);
        }
        List<ItemWrite> all = request.transactItems().stream().map(writes::of).toList();
        if (keysOf(all).size() < all.size()) {
            throw manyOperationsOnOne();
        }
        refuseSize(all.stream().mapToLong(ItemWrite::payload).sum(), "Transaction payload size cannot exceed 4MB.");
        List<ItemWrite.Decision> done =
                tokens.once(request.clientRequestToken(), request.transactItems(), () -> transact(all));
        return TransactWriteItemsResponse.builder()
                .consumedCapacity(reported(unitsOf(done, 2), request.returnConsumedCapacity()))
                .build();
    }

    private static DynamoDbException manyOperationsOnOne() {
        return Refusal.validation("Transaction request cannot include multiple operations on one item");
    }

    private static Set<List<Object>> keysOf(List<ItemWrite> writes) {
        Set<List<Object>> keys = new HashSet<>();
        writes.forEach(write -> keys.add(List.of(write.rows().schema().name(), write.key())));
        return keys;
    }

    private List<ItemWrite.Decision> transact(List<ItemWrite> writes) {
        return database.write(session -> {
            List<ItemWrite.Decision> decisions = new ArrayList<>();
            List<CancellationReason> reasons = new ArrayList<>();
            for (ItemWrite write : writes) {
                reasons.add(decide(write, session, decisions));
            }
            if (decisions.size() < writes.size()) {
                throw Refusal.cancelled(reasons);
            }
            return applied(decisions, session);
        });
    }

    /** Adds the write's decision to the list, or returns the reason why it fails. */
    private static CancellationReason decide(ItemWrite write, Session session, List<ItemWrite.Decision> decisions)
            throws SQLException {
        CancellationReason.Builder reason = CancellationReason.builder().code("None");
        try {
            ItemWrite.Decision decision = write.decide(session);
            if (decision.holds()) {
                decisions.add(decision);
            } else {
                reason.code("ConditionalCheckFailed")
                        .message("The conditional request failed")
                        .item(decision.itemToReturn().isEmpty() ? null : decision.itemToReturn());
            }
        } catch (DynamoDbException refused) {
            reason.code("ValidationError").message(refused.awsErrorDetails().errorMessage());
        }
        return reason.build();
    }

    @Override
    public BatchWriteItemResponse batchWriteItem(BatchWriteItemRequest request) {
        List<ItemWrite> all = new ArrayList<>();
        request.requestItems().forEach((table, wanted) -> wanted.forEach(write -> all.add(writes.of(table, write))));
        refuseLength("requestItems", all.size(), BATCH_WRITE_LIMIT);
        if (keysOf(all).size() < all.size()) {
            throw Refusal.validation("Provided list of item keys contains duplicates");
        }
        return BatchWriteItemResponse.builder()
                .unprocessedItems(Map.of())
                .consumedCapacity(reported(unitsOf(batch(all), 1), request.returnConsumedCapacity()))
                .build();
    }

    private List<ItemWrite.Decision> batch(List<ItemWrite> writes) {
        return database.write(session -> {
            List<ItemWrite.Decision> decisions = new ArrayList<>();
            for (ItemWrite write : writes) {
                decisions.add(write.decide(session));
            }
            return applied(decisions, session);
        });
    }

    private static List<ItemWrite.Decision> applied(List<ItemWrite.Decision> decisions, Session session)
            throws SQLException {
        for (ItemWrite.Decision decision : decisions) {
            decision.apply(session);
        }
        return decisions;
    }

    private static void refuseLength(String member, int length, int most) {
        if (length < 1 || length > most) {
            throw Refusal.validation("1 validation error detected: Value at '" + member
                    + "' failed to satisfy constraint: Member must have length "
                    + (length < 1 ? "greater than or equal to 1" : "less than or equal to " + most));
        }
    }

    private static void refuseSize(long bytes, String message) {
        if (bytes > TRANSACTION_SIZE) {
            throw Refusal.validation(message);
        }
    }

    private static void refuse(boolean isAsked, String what) {
        if (isAsked) {
            throw Refusal.unknown(what);
        }
    }

    private static Map<String, Units> unitsOf(List<ItemWrite.Decision> done, int times) {
        Map<String, Units> units = new TreeMap<>();
        for (ItemWrite.Decision decision : done) {
            TableSchema table = decision.write().rows().schema();
            units.computeIfAbsent(table.name(), name -> new Units(table)).add(decision.units(), times);
        }
        return units;
    }

    private static @Nullable List<ConsumedCapacity> reported(
            Map<String, Units> units, @Nullable ReturnConsumedCapacity wanted) {
        return wanted == null || wanted == ReturnConsumedCapacity.NONE
                ? null
                : units.values().stream().map(table -> table.reported(wanted)).toList();
    }
}
