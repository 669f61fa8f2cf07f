package io.lambdaregistry.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.lambdaregistry.dynamodb.kit.Keys;
import io.lambdaregistry.dynamodb.kit.Table;
import io.lambdaregistry.dynamodb.registry.DynamoRegistryStore;
import io.lambdaregistry.dynamodb.registry.ListingShards;
import io.lambdaregistry.dynamodb.registry.RegistryTable;
import io.lambdaregistry.search.Page;
import io.lambdaregistry.search.PageTokens;
import io.lambdaregistry.testing.TestStores;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Searches for a part of a name, by the rows of names, against a look at every model. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class PartOfNameSearchTest {
    private static final List<String> LETTERS =
            List.of("a", "b", "A", "B", "ß", "é", "É", "日", "😀", "-", "_", "%", ",", "İ");
    private static final int MODELS = 300;

    private final Random random = new Random(20_260_101);
    private TestStores stores;
    private ModelRegistry registry;

    @BeforeAll
    void fill() {
        stores = TestStores.inMemory();
        Table table = new Table(stores.dynamoDb(), stores.tableName());
        ListingShards splitOnTheWay = new ListingShards(table, MODELS / 2, 1);
        registry = new ModelRegistry(
                new DynamoRegistryStore(table, new PageTokens(() -> new byte[32]), splitOnTheWay),
                new NoLineage(),
                InstantSource.system());
        List<String> names = IntStream.range(0, 2 * MODELS)
                .mapToObj(i -> text(1 + random.nextInt(6)))
                .distinct()
                .limit(MODELS)
                .toList();
        names.forEach(name -> registry.createModel(name, "", tags()));
        for (int i = 0; i < names.size(); i++) {
            change(names.get(i), i);
        }
    }

    @AfterAll
    void stop() {
        stores.close();
    }

    private Map<String, String> tags() {
        return random.nextInt(4) == 0 ? Map.of(RegisteredModel.IS_PROMPT_TAG, "true") : Map.of();
    }

    private String text(int length) {
        return IntStream.range(0, length)
                .mapToObj(i -> LETTERS.get(random.nextInt(LETTERS.size())))
                .collect(Collectors.joining());
    }

    /** Most models stay; the others become another kind, get another name, or are deleted, and some of these come back. */
    private void change(String name, int i) {
        switch (random.nextInt(12)) {
            case 0 -> registry.renameModel(name, "renamed-" + i + text(2));
            case 1 -> registry.deleteModel(name);
            case 2 -> {
                registry.deleteModel(name);
                registry.restoreModel(name, "", name);
            }
            case 3 -> {
                registry.deleteModel(name);
                registry.restoreModel(name, "", "restored-" + i + text(2));
            }
            case 4 -> {
                registry.deleteModel(name);
                registry.createModel(name, "", tags());
            }
            case 5 -> registry.setModelTag(name, RegisteredModel.IS_PROMPT_TAG, "true");
            case 6 -> {
                registry.setModelTag(name, RegisteredModel.IS_PROMPT_TAG, "true");
                registry.deleteModelTag(name, RegisteredModel.IS_PROMPT_TAG);
            }
            default -> {}
        }
    }

    @Test
    @Order(1)
    void findsWhatALookAtEveryModelFinds() {
        int found = 0;
        for (int i = 0; i < 200; i++) {
            found += assertFindsAsALookAtEveryModel(filter(), order(), 1 + random.nextInt(30));
        }
        assertThat(found).isGreaterThan(1_000);
    }

    private String filter() {
        String pattern =
                (random.nextBoolean() ? "%" : "") + text(random.nextInt(3)) + (random.nextBoolean() ? "%" : "_%");
        String filter = "name " + (random.nextBoolean() ? "LIKE" : "ILIKE") + " '" + pattern + "'";
        return switch (random.nextInt(4)) {
            case 0 -> filter + " AND tags.`" + RegisteredModel.IS_PROMPT_TAG + "` = 'true'";
            case 1 -> filter + " AND name LIKE '%" + text(1) + "%'";
            default -> filter;
        };
    }

    private List<String> order() {
        return switch (random.nextInt(3)) {
            case 0 -> List.of("name DESC");
            case 1 -> List.of("last_updated_timestamp DESC");
            default -> List.of();
        };
    }

    private int assertFindsAsALookAtEveryModel(String filter, List<String> order, int pageSize) {
        ModelSearch wanted = ModelSearch.of(filter, order, pageSize, Optional.empty());
        String everything = filter.contains(RegisteredModel.IS_PROMPT_TAG)
                ? "tags.`" + RegisteredModel.IS_PROMPT_TAG + "` = 'true'"
                : "";
        List<String> expected = all(everything, order, 1_000).stream()
                .filter(wanted::matches)
                .map(RegisteredModel::name)
                .toList();
        assertThat(all(filter, order, pageSize).stream().map(RegisteredModel::name))
                .as("%s by %s in pages of %d", filter, order, pageSize)
                .containsExactlyElementsOf(expected);
        return expected.size();
    }

    private List<RegisteredModel> all(String filter, List<String> order, int pageSize) {
        List<RegisteredModel> models = new ArrayList<>();
        Optional<String> token = Optional.empty();
        do {
            Page<RegisteredModel> page = registry.searchModels(ModelSearch.of(filter, order, pageSize, token));
            models.addAll(page.items());
            token = page.nextPageToken();
        } while (token.isPresent());
        return models;
    }

    @Test
    @Order(2)
    void findsInATableThatWasMadeBeforeThereWereRowsOfNames() {
        stores.dynamoDb().scan(scan -> scan.tableName(stores.tableName())).items().stream()
                .filter(PartOfNameSearchTest::isOfNames)
                .forEach(this::delete);
        assertThat(all("name LIKE '%a%'", List.of(), 100)).isEmpty();

        RegistryTable.create(stores.dynamoDb(), stores.tableName());

        assertThat(assertFindsAsALookAtEveryModel("name LIKE '%a%'", List.of(), 100))
                .isGreaterThan(50);
    }

    private static boolean isOfNames(Map<String, AttributeValue> item) {
        return item.containsValue(AttributeValue.fromS("name-rows"))
                || item.values().stream()
                        .anyMatch(value -> String.valueOf(value.s()).startsWith("NAMES#"));
    }

    private void delete(Map<String, AttributeValue> item) {
        Map<String, AttributeValue> key = new HashMap<>(item);
        key.keySet().retainAll(List.of(Keys.PK, Keys.SK));
        stores.dynamoDb()
                .deleteItem(delete -> delete.tableName(stores.tableName()).key(key));
    }
}
