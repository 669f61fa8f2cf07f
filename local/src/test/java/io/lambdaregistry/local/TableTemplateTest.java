package io.lambdaregistry.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.lambdaregistry.dynamodb.Keys;
import io.lambdaregistry.dynamodb.RegistryTable;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.Projection;

/** The table that template.yaml declares is the one that is made where there is no template. */
class TableTemplateTest {
    private final CreateTableRequest made = RegistryTable.definition("any");
    private final Map<?, ?> declared = declaredTable();

    private static Map<?, ?> declaredTable() {
        try (InputStream yaml = TableTemplateTest.class.getResourceAsStream("/io/lambdaregistry/local/template.yaml")) {
            Node root = new Compose(LoadSettings.builder().build())
                    .composeInputStream(yaml)
                    .orElseThrow();
            return child(child(child(plain(root), "Resources"), "Table"), "Properties");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<?, ?> child(Object parent, String name) {
        return (Map<?, ?>) Objects.requireNonNull(((Map<?, ?>) parent).get(name), name);
    }

    private static Object plain(Node node) {
        return switch (node) {
            case MappingNode mapping -> {
                Map<String, Object> map = new LinkedHashMap<>();
                mapping.getValue()
                        .forEach(entry ->
                                map.put(((ScalarNode) entry.getKeyNode()).getValue(), plain(entry.getValueNode())));
                yield map;
            }
            case SequenceNode sequence ->
                sequence.getValue().stream().map(TableTemplateTest::plain).toList();
            case ScalarNode scalar -> scalar.getValue();
            default -> throw new IllegalStateException("unexpected " + node);
        };
    }

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
