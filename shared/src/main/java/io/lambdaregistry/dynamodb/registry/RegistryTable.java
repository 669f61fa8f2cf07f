package io.lambdaregistry.dynamodb.registry;

import io.lambdaregistry.dynamodb.kit.Keys;
import io.lambdaregistry.dynamodb.kit.Table;
import io.lambdaregistry.error.RegistryException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.LocalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

/** Creates the table where no template.yaml creates it: on a laptop and in tests. A test compares the two definitions. */
public final class RegistryTable {
    private RegistryTable() {}

    /**
     * Marks the table as one of a format that this build writes.
     *
     * @throws RegistryException INVALID_STATE if a newer build has written to the table
     */
    public static void claimFormat(DynamoDbClient client, String name) {
        FormatMark.claim(new Table(client, name));
    }

    /**
     * The table, marked as one of a format that this build writes before the first write of this process. If a newer build has written to
     * it, every write is refused as INVALID_STATE; reads are answered. Later writes cost nothing more.
     */
    public static Table claimedByFirstWrite(DynamoDbClient client, String name) {
        Table table = new Table(client, name);
        AtomicBoolean isClaimed = new AtomicBoolean();
        return table.guardedBy(() -> {
            if (!isClaimed.get()) {
                claimUnlessForbidden(table);
                isClaimed.set(true);
            }
            return List.of();
        });
    }

    /** A function whose role may not write the mark leaves it to the others, but reads it. */
    private static void claimUnlessForbidden(Table table) {
        try {
            FormatMark.claim(table);
        } catch (RegistryException refusal) {
            if (!isForbidden(refusal)) {
                throw refusal;
            }
        }
    }

    static boolean isForbidden(RegistryException refusal) {
        return refusal.getCause() instanceof AwsServiceException answer
                && "AccessDeniedException".equals(answer.awsErrorDetails().errorCode());
    }

    /** Creates the table and waits for it, unless it is there already; one that an earlier release made is completed. */
    public static void create(DynamoDbClient client, String name) {
        if (!client.listTables().tableNames().contains(name)) {
            createNew(client, name);
        }
        Table table = new Table(client, name);
        NameRows.complete(table, new ListingShards(table));
        ReferenceItems.complete(table);
    }

    private static void createNew(DynamoDbClient client, String name) {
        try {
            client.createTable(definition(name));
        } catch (ResourceInUseException e) {
            // another process was faster
        }
        client.waiter().waitUntilTableExists(request -> request.tableName(name)).matched();
        FormatMark.claim(new Table(client, name));
    }

    public static CreateTableRequest definition(String name) {
        return CreateTableRequest.builder()
                .tableName(name)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(
                        Keys.ATTRIBUTES.stream().map(RegistryTable::string).toList())
                .keySchema(key(Keys.PK, Keys.SK))
                .localSecondaryIndexes(local(Keys.BY_STAGE, Keys.STAGE_SK), local(Keys.BY_UPDATE, Keys.UPDATE_SK))
                .globalSecondaryIndexes(
                        global(Keys.LISTING, Keys.LISTING_PK, Keys.LISTING_SK),
                        global(Keys.LOOKUP, Keys.LOOKUP_PK, Keys.LOOKUP_SK))
                .streamSpecification(
                        stream -> stream.streamEnabled(true).streamViewType(StreamViewType.NEW_AND_OLD_IMAGES))
                .build();
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
                .keySchema(key(Keys.PK, range))
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
