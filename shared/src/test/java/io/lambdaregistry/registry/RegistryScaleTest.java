package io.lambdaregistry.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.lambdaregistry.registry.CountedReads.Reads;
import io.lambdaregistry.search.Page;
import io.lambdaregistry.testing.TestStores;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What searches read of a large registry: as much as their page holds, and not as much as there is. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RegistryScaleTest {
    private static final int MODELS = 10_000;
    private static final int PROMPTS = 1_000;
    private static final int VERSIONS = 10_000;
    private static final int OF_ONE_RUN = 500;
    private static final int PAGE = 20;

    /** Each of 8 shards is read a little further than its share of the page, since chance decides what is where. */
    private static final int SPREAD = 8 * 20;

    private TestStores stores;
    private CountedReads reads;
    private ModelRegistry registry;

    @BeforeAll
    void fill() throws Exception {
        stores = TestStores.inMemory();
        reads = new CountedReads(stores.dynamoDb());
        registry = stores.by(reads.client()).registry();
        ModelRegistry fast = stores.registry();
        Map<String, String> prompt = Map.of(RegisteredModel.IS_PROMPT_TAG, "true");
        atOnce(PROMPTS, i -> fast.createModel("model-%05d-prompt".formatted(i), "", prompt));
        atOnce(MODELS, i -> fast.createModel(nameOf(i), "", i % 10 == 3 ? Map.of("team", "core") : Map.of()));
        fast.createModel("zoo", "", Map.of());
        atOnce(
                VERSIONS,
                i -> fast.createVersion(
                        "zoo",
                        "s3://bucket/model",
                        i % (VERSIONS / OF_ONE_RUN) == 0 ? "r1" : "r2",
                        null,
                        "",
                        "",
                        Map.of()));
        stores.letTimePass();
        registry.searchModels(ModelSearch.of("name = 'zoo'", List.of(), 1, Optional.empty()));
        models("", 1, Optional.empty());
    }

    @AfterAll
    void stop() {
        stores.close();
    }

    private static String nameOf(int i) {
        return "model-%05d".formatted(i);
    }

    private static void atOnce(int count, IntConsumer action) throws Exception {
        int threads = 4;
        try (var pool = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> running = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                int first = t;
                running.add(pool.submit(() -> IntStream.range(0, count)
                        .filter(i -> i % threads == first)
                        .forEach(action)));
            }
            for (Future<?> each : running) {
                each.get();
            }
        }
    }

    private Reads<Page<RegisteredModel>> models(String filter, int maxResults, Optional<String> token) {
        return reads.of(() -> registry.searchModels(ModelSearch.of(filter, List.of(), maxResults, token)));
    }

    private Reads<Page<ModelVersion>> versions(String filter, int maxResults, Optional<String> token) {
        return reads.of(() -> registry.searchVersions(VersionSearch.of(filter, List.of(), maxResults, token)));
    }

    @Test
    void aModelFoundByItsNameIsTheOnlyOneThatIsRead() {
        var found = models("name = '%s'".formatted(nameOf(5_000)), PAGE, Optional.empty());
        assertThat(found.answer().items()).extracting(RegisteredModel::name).containsExactly(nameOf(5_000));
        assertThat(found.items()).isEqualTo(1);
    }

    @Test
    void aPageOfThoseWithAPrefixReadsNoMoreThanThePageAndTheSpread() {
        var first = models("name LIKE 'model-05%'", PAGE, Optional.empty());
        assertThat(first.answer().items())
                .hasSize(PAGE)
                .first()
                .extracting(RegisteredModel::name)
                .isEqualTo(nameOf(5_000));
        assertThat(first.items()).isLessThanOrEqualTo(2 * PAGE + SPREAD);
        var second = models("name LIKE 'model-05%'", PAGE, first.answer().nextPageToken());
        assertThat(second.answer().items())
                .hasSize(PAGE)
                .first()
                .extracting(RegisteredModel::name)
                .isEqualTo(nameOf(5_020));
        assertThat(second.items()).isLessThanOrEqualTo(2 * PAGE + SPREAD);
        assertThat(second.calls()).isLessThanOrEqualTo(8);
    }

    @Test
    void aPageOfThoseWithATagReadsTheirRowsAndThem() {
        Optional<String> token = Optional.empty();
        for (int page = 0; page < 3; page++) {
            var found = models("tags.team = 'core'", PAGE, token);
            assertThat(found.answer().items())
                    .hasSize(PAGE)
                    .first()
                    .extracting(RegisteredModel::name)
                    .isEqualTo(nameOf(page * PAGE * 10 + 3));
            assertThat(found.items()).isLessThanOrEqualTo(4 * PAGE + 16);
            assertThat(found.calls()).isLessThanOrEqualTo(3);
            token = found.answer().nextPageToken();
        }
    }

    @Test
    void thePagesOfTheWholeListingCostTheSameAtItsBeginningAndInItsMiddle() {
        var first = models("", PAGE, Optional.empty());
        assertThat(first.answer().items())
                .extracting(RegisteredModel::name)
                .containsExactlyElementsOf(IntStream.range(0, PAGE)
                        .mapToObj(RegistryScaleTest::nameOf)
                        .toList());
        assertThat(first.items()).isLessThanOrEqualTo(2 * PAGE + SPREAD);
        Optional<String> token = Optional.empty();
        for (int page = 0; page < 5; page++) {
            token = models("", 1_000, token).answer().nextPageToken();
        }
        var middle = models("", PAGE, token);
        // the token is bound to the search, not to the length of its page
        assertThat(middle.answer().items())
                .hasSize(PAGE)
                .first()
                .extracting(RegisteredModel::name)
                .isEqualTo(nameOf(5_000));
        assertThat(middle.items()).isLessThanOrEqualTo(2 * PAGE + SPREAD);
        assertThat(middle.calls()).isLessThanOrEqualTo(8);
    }

    @Test
    void promptsAmongTheModelsCostNothingAndAreListedAlone() {
        var prompts = models("tags.`mlflow.prompt.is_prompt` = 'true'", PAGE, Optional.empty());
        assertThat(prompts.answer().items())
                .hasSize(PAGE)
                .allMatch(model -> model.name().endsWith("-prompt"));
        assertThat(prompts.items()).isLessThanOrEqualTo(2 * PAGE + SPREAD);
        var models = models("name LIKE 'model-000%'", 100, Optional.empty());
        assertThat(models.answer().items())
                .hasSize(100)
                .noneMatch(model -> model.name().endsWith("-prompt"));
        // the whole of this prefix, though as many prompts have it
        assertThat(models.items()).isEqualTo(100);
    }

    @Test
    void aPartOfANameIsLookedForInTheSmallRowsOfNamesThousandsACall() {
        var found = models("name LIKE '%-0999%'", 5, Optional.empty());
        assertThat(found.answer().items())
                .extracting(RegisteredModel::name)
                .containsExactly(nameOf(9_990), nameOf(9_991), nameOf(9_992), nameOf(9_993), nameOf(9_994));
        // a row for each model and prompt, the models found, and their versions
        assertThat(found.items()).isLessThanOrEqualTo(MODELS + PROMPTS + 100);
        assertThat(found.largestCall()).isLessThanOrEqualTo(5_000);
        assertThat(found.calls()).isLessThanOrEqualTo(8 * 3 + 2);
        var rest = models("name LIKE '%-0999%'", 5, found.answer().nextPageToken());
        assertThat(rest.answer().items()).hasSize(5);
        assertThat(rest.answer().nextPageToken()).isEmpty();
        assertThat(rest.items()).isLessThanOrEqualTo(SPREAD);
        assertThat(rest.calls()).isLessThanOrEqualTo(8 + 2);
    }

    @Test
    void anotherOrderThanByNameFindsItsPagesToo() {
        registry.updateModel(nameOf(7_777), "touched");
        List<String> latest = List.of("last_updated_timestamp DESC");
        var found = reads.of(
                () -> registry.searchModels(ModelSearch.of("name LIKE 'model-%'", latest, PAGE, Optional.empty())));
        assertThat(found.answer().items())
                .hasSize(PAGE)
                .first()
                .extracting(RegisteredModel::name)
                .isEqualTo(nameOf(7_777));
        var second = registry.searchModels(ModelSearch.of(
                "name LIKE 'model-%'", latest, PAGE, found.answer().nextPageToken()));
        assertThat(second.items())
                .hasSize(PAGE)
                .doesNotContainAnyElementsOf(found.answer().items());
        assertThat(found.largestCall()).isLessThanOrEqualTo(1_000);
    }

    @Test
    void aPageOfTheVersionsOfAModelReadsNoMoreThanItShows() {
        var first = versions("name = 'zoo'", PAGE, Optional.empty());
        assertThat(first.answer().items()).hasSize(PAGE);
        assertThat(first.items()).isLessThanOrEqualTo(3 * PAGE + 16);
        assertThat(first.calls()).isLessThanOrEqualTo(2);
        Optional<String> token = first.answer().nextPageToken();
        for (int page = 0; page < 5; page++) {
            token = versions("name = 'zoo'", 1_000, token).answer().nextPageToken();
        }
        var middle = versions("name = 'zoo'", PAGE, token);
        assertThat(middle.answer().items()).hasSize(PAGE);
        assertThat(middle.items()).isLessThanOrEqualTo(3 * PAGE + 16);
        assertThat(middle.calls()).isLessThanOrEqualTo(2);
    }

    @Test
    void theVersionsOfARunAreReadAPageAtATime() {
        Optional<String> token = Optional.empty();
        for (int page = 0; page < 3; page++) {
            var found = versions("run_id = 'r1'", PAGE, token);
            assertThat(found.answer().items())
                    .hasSize(PAGE)
                    .allMatch(version -> version.runId().equals("r1"));
            assertThat(found.items()).isLessThanOrEqualTo(3 * PAGE + SPREAD);
            // its rows, those of the last seconds, their models, and what was renamed meanwhile
            assertThat(found.calls()).isLessThanOrEqualTo(4);
            token = found.answer().nextPageToken();
        }
    }

    @Test
    void theVersionsOfAModelAreAllThereWhicheverOrderIsAskedFor() {
        List<Long> numbers = new ArrayList<>();
        Optional<String> token = Optional.empty();
        do {
            Page<ModelVersion> page =
                    registry.searchVersions(VersionSearch.of("name = 'zoo'", List.of(), 3_000, token));
            page.items().forEach(version -> numbers.add(version.version()));
            token = page.nextPageToken();
        } while (token.isPresent());
        assertThat(numbers)
                .hasSize(VERSIONS)
                .containsAll(LongStream.rangeClosed(1, VERSIONS).boxed().toList());
        Page<ModelVersion> highest = registry.searchVersions(
                VersionSearch.of("name = 'zoo'", List.of("version_number DESC"), 3, Optional.empty()));
        assertThat(highest.items())
                .extracting(ModelVersion::version)
                .containsExactly((long) VERSIONS, VERSIONS - 1L, VERSIONS - 2L);
    }

    @Test
    void aModelOfManyVersionsIsReadInAsFewItemsAsAnyOther() {
        var model = reads.of(() -> registry.getModel("zoo"));
        assertThat(model.answer().latestVersions())
                .extracting(ModelVersion::version)
                .containsExactly((long) VERSIONS);
        assertThat(model.items()).isEqualTo(2);
    }
}
