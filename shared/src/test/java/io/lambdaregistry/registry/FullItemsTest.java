package io.lambdaregistry.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lambdaregistry.error.ErrorCode;
import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.event.AuditEntry;
import io.lambdaregistry.event.AuditSearch;
import io.lambdaregistry.testing.StoresSuite;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Models and versions that hold as much as they can: a text is as long as MLflow allows in any script, and what is full can still
 * be changed in its state, renamed and deleted.
 */
public class FullItemsTest extends StoresSuite {
    private static final AtomicInteger NAMES = new AtomicInteger();
    private static final int LONGEST_TAG = 100_000;

    private ModelRegistry registry;
    private String name = "";

    @BeforeEach
    void createModel() {
        registry = stores.registry();
        name = "full-" + NAMES.incrementAndGet();
        registry.createModel(name, "", Map.of());
        createVersion(name, Map.of());
    }

    private ModelVersion createVersion(String model, Map<String, String> tags) {
        return registry.createVersion(model, "s3://bucket/model", "", null, "", "", tags);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "ж", "模", "🜁"})
    void aTagHasAsManyCharactersAsMlflowAllowsInAnyScript(String character) {
        String text = character.repeat(LONGEST_TAG);
        registry.setModelTag(name, "text", text);
        registry.setVersionTag(name, "1", "text", text);
        createVersion(name, Map.of("text", text));

        RegisteredModel model = registry.getModel(name);
        assertThat(model.tags()).containsEntry("text", text);
        assertThat(model.latestVersions().getFirst().tags()).containsEntry("text", text);
        assertThat(registry.getVersion(name, "1").tags()).containsEntry("text", text);
        assertThat(entries())
                .extracting(entry -> entry.event().change().newValue())
                .contains(Optional.of(text));
    }

    private List<AuditEntry> entries() {
        return stores.auditTrail()
                .search(new AuditSearch(Optional.of(name), 0, AuditSearch.END_OF_TIME, 100, Optional.empty()))
                .items();
    }

    @Test
    void manyLongTagsAreTakenAtOnce() {
        Map<String, String> tags = new TreeMap<>();
        for (int i = 0; i < 20; i++) {
            tags.put("t" + i, i + "模".repeat(LONGEST_TAG - 2));
        }
        createVersion(name, tags);
        assertThat(registry.getVersion(name, "2").tags()).isEqualTo(tags);
    }

    @Test
    void searchesSeeLongTextsAsTheySeeShortOnes() {
        String text = "模".repeat(LONGEST_TAG - 1);
        registry.setModelTag(name, "text", text + "A");
        createVersion(name, Map.of("text", text + "B"));
        assertThat(models("tags.text LIKE '%A' AND name = '" + name + "'")).containsExactly(name);
        assertThat(models("tags.text LIKE '%B' AND name = '" + name + "'")).isEmpty();
        assertThat(models("tags.text = '" + text + "A'")).containsExactly(name);
        assertThat(versions("tags.text LIKE '模%B' AND name = '" + name + "'")).containsExactly(2L);
        assertThat(versions("tags.text = '" + text + "B'")).containsExactly(2L);
    }

    private List<String> models(String filter) {
        return registry.searchModels(ModelSearch.of(filter, List.of(), 10, Optional.empty())).items().stream()
                .map(RegisteredModel::name)
                .toList();
    }

    private List<Long> versions(String filter) {
        return registry.searchVersions(VersionSearch.of(filter, List.of(), 10, Optional.empty())).items().stream()
                .map(ModelVersion::version)
                .toList();
    }

    @Test
    void aLongTextCostsOneReadMore() {
        registry.setVersionTag(name, "1", "short", "text");
        Cost before = Cost.of(() -> registry.getVersion(name, "1"));
        registry.setVersionTag(name, "1", "long", "x".repeat(5_000));
        registry.setVersionTag(name, "1", "longer", "x".repeat(50_000));
        assertThat(Cost.of(() -> registry.getVersion(name, "1")))
                .isEqualTo(new Cost(before.sequential() + 1, before.all() + 2));
        assertThat(Cost.of(() -> registry.setVersionTag(name, "1", "longest", "x".repeat(60_000))))
                .isEqualTo(new Cost(2, 2));
    }

    @Test
    void aModelThatIsFullOfMiddlingTagsCanBeLeft() {
        fill(100, 4_000, (key, value) -> registry.setModelTag(name, key, value));
        leave(name);
    }

    @Test
    void aVersionThatIsFullOfMiddlingTagsCanBeLeft() {
        fill(100, 4_000, (key, value) -> registry.setVersionTag(name, "1", key, value));
        assertThat(registry.getVersion(name, "1").tags()).hasSize(100);
        leave(name);
    }

    /** 250 characters are the longest key. */
    @Test
    void tagsThatWouldLeaveNoRoomAreRefusedAndTheRestCanBeLeft() {
        String longKey = "ключ".repeat(62);
        assertThatThrownBy(() -> fill(
                        1_000,
                        1,
                        (key, value) ->
                                registry.setVersionTag(name, "1", longKey.substring(key.length()) + key, value)))
                .isInstanceOfSatisfying(
                        RegistryException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_PARAMETER_VALUE))
                .hasMessageContaining("Delete some");
        assertThatThrownBy(() -> fill(
                        1_000,
                        1,
                        (key, value) -> registry.setModelTag(name, longKey.substring(key.length()) + key, value)))
                .isInstanceOfSatisfying(
                        RegistryException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_PARAMETER_VALUE))
                .hasMessageContaining("Delete some");
        leave(name);
    }

    @FunctionalInterface
    private interface TagSetter {
        void set(String key, String value);
    }

    private static void fill(int tags, int size, TagSetter setter) {
        for (int i = 0; i < tags; i++) {
            setter.set("t%04d".formatted(i), "v".repeat(size));
        }
    }

    /** As a release wrote it that kept all strings in the item. */
    @Test
    void itemsThatAnEarlierReleaseFilledCanBeLeft() {
        fillRaw("MODEL#" + name, "#", 390_000);
        String id = modelId();
        fillRaw("VERSIONS#" + id, "%019d".formatted(1), 130_000);
        leave(name);
    }

    /** Of such tags, no text is worth lying behind the item, so a new alias has no room; every change of state has. */
    @Test
    void itemsThatAnEarlierReleaseFilledWithShortTagsCanBeLeft() {
        putShortTags("MODEL#" + name, "#", 395_000);
        putShortTags("VERSIONS#" + modelId(), "%019d".formatted(1), 130_000);
        changeStates(name);
    }

    private void putShortTags(String pk, String sk, int bytes) {
        Map<String, AttributeValue> tags = new TreeMap<>();
        for (int i = 0; i < bytes / 260; i++) {
            tags.put("%0250d".formatted(i), AttributeValue.fromS("v"));
        }
        Map<String, AttributeValue> item = new TreeMap<>(raw(pk, sk));
        item.put("tags", AttributeValue.fromM(tags));
        stores.dynamoDb().putItem(put -> put.tableName(stores.tableName()).item(item));
    }

    private String modelId() {
        return Objects.requireNonNull(raw("MODEL#" + name, "#").get("id")).s();
    }

    private Map<String, AttributeValue> raw(String pk, String sk) {
        return stores.dynamoDb()
                .getItem(get -> get.tableName(stores.tableName())
                        .key(Map.of("pk", AttributeValue.fromS(pk), "sk", AttributeValue.fromS(sk))))
                .item();
    }

    /** Adds tags until nothing more goes in. */
    private void fillRaw(String pk, String sk, int bytes) {
        Map<String, AttributeValue> item = new TreeMap<>(raw(pk, sk));
        Map<String, AttributeValue> tags = new TreeMap<>();
        for (int i = 0; i < bytes / 1_000; i++) {
            tags.put("k%03d".formatted(i), AttributeValue.fromS("v".repeat(990)));
        }
        int size = 1;
        item.put("tags", AttributeValue.fromM(tags));
        stores.dynamoDb().putItem(put -> put.tableName(stores.tableName()).item(item));
        for (int step : new int[] {500, 100, 20, 4, 1}) {
            while (fits(item, tags, size + step)) {
                size += step;
            }
        }
    }

    private boolean fits(Map<String, AttributeValue> item, Map<String, AttributeValue> tags, int size) {
        Map<String, AttributeValue> more = new TreeMap<>(tags);
        more.put("last", AttributeValue.fromS("v".repeat(size)));
        Map<String, AttributeValue> filled = new TreeMap<>(item);
        filled.put("tags", AttributeValue.fromM(more));
        try {
            stores.dynamoDb().putItem(put -> put.tableName(stores.tableName()).item(filled));
            return true;
        } catch (RuntimeException full) {
            return false;
        }
    }

    private void leave(String model) {
        registry.setAlias(model, "champion", "1");
        changeStates(model);
    }

    /** Every change of state, and at the end the same tags. */
    private void changeStates(String model) {
        Map<String, String> tags = registry.getModel(model).tags();
        Map<String, String> versionTags = registry.getVersion(model, "1").tags();
        createVersion(model, Map.of());
        registry.updateModel(model, "words");
        registry.updateVersion(model, "1", "words");
        registry.transitionStage(model, "1", "Production", true);
        registry.renameModel(model, model + "-renamed");
        registry.deleteVersion(model + "-renamed", "2");
        registry.deleteVersion(model + "-renamed", "1");
        registry.restoreVersion(model + "-renamed", "1");
        registry.deleteModel(model + "-renamed");
        registry.restoreModel(model + "-renamed", "", model + "-restored");
        assertThat(registry.getModel(model + "-restored").tags()).isEqualTo(tags);
        assertThat(registry.getVersion(model + "-restored", "1").tags()).isEqualTo(versionTags);
    }
}
