package io.lambdaregistry.embedded.dynamodb;

import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.LocalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** A table with every kind of key and index that the embedded DynamoDB supports: two local indexes and two global ones. */
final class TestTable {
    static final String PK = "pk";
    static final String SK = "sk";

    static final String BY_STAGE = "by_stage";
    static final String STAGE_SK = "stage_sk";

    static final String BY_UPDATE = "by_update";
    static final String UPDATE_SK = "update_sk";

    static final String LISTING = "listing";
    static final String LISTING_PK = "listing_pk";
    static final String LISTING_SK = "listing_sk";

    static final String LOOKUP = "lookup";
    static final String LOOKUP_PK = "lookup_pk";
    static final String LOOKUP_SK = "lookup_sk";

    private TestTable() {}

    static void create(DynamoDbClient client, String name) {
        if (client.listTables().tableNames().contains(name)) {
            return;
        }
        client.createTable(table -> table.tableName(name)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(
                        Stream.of(PK, SK, STAGE_SK, UPDATE_SK, LISTING_PK, LISTING_SK, LOOKUP_PK, LOOKUP_SK)
                                .map(TestTable::string)
                                .toList())
                .keySchema(key(PK, SK))
                .localSecondaryIndexes(local(BY_STAGE, STAGE_SK), local(BY_UPDATE, UPDATE_SK))
                .globalSecondaryIndexes(global(LISTING, LISTING_PK, LISTING_SK), global(LOOKUP, LOOKUP_PK, LOOKUP_SK)));
    }

    private static AttributeDefinition string(String name) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(ScalarAttributeType.S)
                .build();
    }

    private static List<KeySchemaElement> key(String hash, String range) {
        return List.of(
                KeySchemaElement.builder()
                        .attributeName(hash)
                        .keyType(KeyType.HASH)
                        .build(),
                KeySchemaElement.builder()
                        .attributeName(range)
                        .keyType(KeyType.RANGE)
                        .build());
    }

    private static LocalSecondaryIndex local(String index, String range) {
        return LocalSecondaryIndex.builder()
                .indexName(index)
                .keySchema(key(PK, range))
                .projection(projection -> projection.projectionType(ProjectionType.ALL))
                .build();
    }

    private static GlobalSecondaryIndex global(String index, String hash, String range) {
        return GlobalSecondaryIndex.builder()
                .indexName(index)
                .keySchema(key(hash, range))
                .projection(projection -> projection.projectionType(ProjectionType.ALL))
                .build();
    }
}
