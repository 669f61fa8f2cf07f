package io.lambdaregistry.template;

import static org.assertj.core.api.Assertions.assertThat;

import io.lambdaregistry.dynamodb.kit.Keys;
import io.lambdaregistry.dynamodb.registry.RegistryTable;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.Projection;

/** The table in template.yaml equals the table that the code creates where there is no template. */
class TableTemplateTest {
    private final CreateTableRequest made = RegistryTable.definition("any");
    private final Map<String, Object> declared = SamTemplate.read().properties("Table");

    @Test
    void itsAttributesAndKeysAreTheSame() {
        assertThat(declared.get("AttributeDefinitions"))
                .isEqualTo(made.attributeDefinitions().stream()
                        .map(attribute -> Map.of(
                                "AttributeName", attribute.attributeName(),
                                "AttributeType", attribute.attributeTypeAsString()))
                        .toList());
        assertThat(declared.get("KeySchema")).isEqualTo(keys(made.keySchema()));
    }

    @Test
    void itsIndexesAreTheSame() {
        assertThat(declared.get("LocalSecondaryIndexes"))
                .isEqualTo(made.localSecondaryIndexes().stream()
                        .map(index -> index(index.indexName(), index.keySchema(), index.projection()))
                        .toList());
        assertThat(declared.get("GlobalSecondaryIndexes"))
                .isEqualTo(made.globalSecondaryIndexes().stream()
                        .map(index -> index(index.indexName(), index.keySchema(), index.projection()))
                        .toList());
    }

    @Test
    void itIsPaidByUseAndHasItsStreamAndItsTimeToLive() {
        assertThat(declared.get("BillingMode")).isEqualTo(made.billingModeAsString());
        assertThat(declared.get("StreamSpecification"))
                .isEqualTo(Map.of("StreamViewType", made.streamSpecification().streamViewTypeAsString()));
        assertThat(declared.get("TimeToLiveSpecification"))
                .isEqualTo(Map.of("AttributeName", Keys.TTL, "Enabled", "true"));
    }

    private static Map<String, Object> index(String name, List<KeySchemaElement> keys, Projection projection) {
        return Map.of(
                "IndexName",
                name,
                "KeySchema",
                keys(keys),
                "Projection",
                Map.of("ProjectionType", projection.projectionTypeAsString()));
    }

    private static List<Map<String, String>> keys(List<KeySchemaElement> keys) {
        return keys.stream()
                .map(key -> Map.of("AttributeName", key.attributeName(), "KeyType", key.keyTypeAsString()))
                .toList();
    }
}
