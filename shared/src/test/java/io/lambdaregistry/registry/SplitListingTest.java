package io.lambdaregistry.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.lambdaregistry.dynamodb.kit.Item;
import io.lambdaregistry.dynamodb.kit.Key;
import io.lambdaregistry.dynamodb.kit.Keys;
import io.lambdaregistry.dynamodb.kit.Query;
import io.lambdaregistry.dynamodb.kit.Table;
import io.lambdaregistry.dynamodb.kit.Write;
import io.lambdaregistry.dynamodb.registry.DynamoRegistryStore;
import io.lambdaregistry.dynamodb.registry.ListingShards;
import io.lambdaregistry.search.Page;
import io.lambdaregistry.search.PageTokens;
import io.lambdaregistry.testing.TestStores;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The listings of a registry lie in one shard until it is large, and are split while it is read and written. */
final class SplitListingTest {
    private static final int MOST_IN_ONE = 40;
    private static final String PROMPT = RegisteredModel.IS_PROMPT_TAG;

    private final TestStores stores = TestStores.inMemory();
    private final Table table = new Table(stores.dynamoDb(), stores.tableName());

    @AfterEach
    void close() {
        stores.close();
    }

    /** A process, which knows of the number of shards what it has read itself. */
    private ModelRegistry process(int creationsACount) {
        return new ModelRegistry(
                new DynamoRegistryStore(
                        table,
                        new PageTokens(() -> new byte[32]),
                        new ListingShards(table, MOST_IN_ONE, creationsACount)),
                new NoLineage(),
                InstantSource.system());
    }

    private ModelRegistry processThatCountsAlways() {
        return process(1);
    }

    private ModelRegistry processThatCountsNever() {
        return process(1 << 30);
    }

    private static void create(ModelRegistry registry, String name) {
        registry.createModel(name, "", Map.of());
        registry.createVersion(name, "s3://bucket/" + name, null, null, "", "", Map.of());
    }

    private static void createMany(ModelRegistry registry, String prefix, int count) {
        IntStream.range(0, count).forEach(i -> create(registry, prefix + "%03d".formatted(i)));
    }

    private static String models(String filter, ModelRegistry registry, String token, List<String> seen) {
        Page<RegisteredModel> page = registry.searchModels(
                ModelSearch.of(filter, List.of(), 7, Optional.of(token).filter(t -> !t.isEmpty())));
        page.items().forEach(model -> seen.add(model.name()));
        return page.nextPageToken().orElse("");
    }

    private static String versions(ModelRegistry registry, String token, List<String> seen) {
        Page<ModelVersion> page = registry.searchVersions(
                VersionSearch.of("", List.of(), 7, Optional.of(token).filter(t -> !t.isEmpty())));
        page.items().forEach(version -> seen.add(version.name()));
        return page.nextPageToken().orElse("");
    }

    /** A search, which adds what it sees of a page, and returns the token of the next. */
    private interface Walk {
        String page(ModelRegistry registry, String token, List<String> seen);
    }

    private static final List<Walk> WALKS = List.of(
            (registry, token, seen) -> models("", registry, token, seen),
            (registry, token, seen) -> models("name ILIKE '%0%'", registry, token, seen),
            SplitListingTest::versions);

    private static List<String> all(Walk walk, ModelRegistry registry) {
        List<String> seen = new ArrayList<>();
        String token = "";
        do {
            token = walk.page(registry, token, seen);
        } while (!token.isEmpty());
        return seen;
    }

    private Set<String> shardsInUse() {
        Set<String> shards = new HashSet<>();
        for (int shard = 0; shard < Keys.SHARDS; shard++) {
            for (Query query : List.of(
                    Query.listing("MODELS#" + shard),
                    Query.listing("PROMPTS#" + shard),
                    Query.listing("MODEL_VERSIONS#" + shard),
                    Query.listing("PROMPT_VERSIONS#" + shard),
                    Query.table("NAMES#" + shard))) {
                if (!table.queryAll(query).isEmpty()) {
                    shards.add(query.pk());
                }
            }
        }
        return shards;
    }

    @Test
    void aSmallRegistryAsksOneShardAndTheNumberOfShardsAtTheSameTime() {
        ModelRegistry registry = processThatCountsNever();
        createMany(registry, "m0-", 10);
        ModelSearch listing = ModelSearch.of("name LIKE 'm0%'", List.of(), 5, Optional.empty());
        ModelSearch part = ModelSearch.of("name ILIKE '%0%'", List.of(), 5, Optional.empty());
        VersionSearch versions = VersionSearch.of("", List.of(), 5, Optional.empty());
        // the number and the shard, then the latest versions
        assertThat(Cost.of(() -> registry.searchModels(listing))).isEqualTo(new Cost(2, 3));
        // the number and the names, the models, then the latest versions
        assertThat(Cost.of(() -> registry.searchModels(part))).isEqualTo(new Cost(3, 4));
        // the number, the shard and the renamed models, then the models
        assertThat(Cost.of(() -> registry.searchVersions(versions))).isEqualTo(new Cost(2, 4));
        assertThat(shardsInUse()).containsExactlyInAnyOrder("MODELS#0", "MODEL_VERSIONS#0", "NAMES#0");
    }

    @Test
    void aLargeRegistryAsksAllShardsAndNeverAgainForTheirNumber() {
        ModelRegistry registry = processThatCountsAlways();
        createMany(registry, "m0-", MOST_IN_ONE + 40);
        assertThat(shardsInUse()).hasSizeGreaterThan(20);
        ModelSearch listing = ModelSearch.of("name LIKE 'm0%'", List.of(), 5, Optional.empty());
        assertThat(Cost.of(() -> registry.searchModels(listing))).isEqualTo(new Cost(2, 9));
        ModelRegistry another = processThatCountsNever();
        assertThat(Cost.of(() -> another.searchModels(listing))).isEqualTo(new Cost(3, 10));
        assertThat(Cost.of(() -> another.searchModels(listing))).isEqualTo(new Cost(2, 9));
    }

    @Test
    void aSplitBetweenTwoPagesLeavesNoGapAndShowsNothingTwice() {
        for (Walk walk : WALKS) {
            ModelRegistry reader = processThatCountsNever();
            List<String> before = all(walk, reader);
            create(processThatCountsNever(), "a0-before-" + WALKS.indexOf(walk));
            List<String> seen = new ArrayList<>();
            String token = walk.page(reader, "", seen);
            createMany(processThatCountsAlways(), "z0-" + WALKS.indexOf(walk) + "-", MOST_IN_ONE + 10);
            while (!token.isEmpty()) {
                token = walk.page(reader, token, seen);
            }
            assertThat(seen).doesNotHaveDuplicates().containsAll(before);
            assertThat(all(walk, processThatCountsNever()))
                    .doesNotHaveDuplicates()
                    .hasSizeGreaterThan(MOST_IN_ONE);
        }
    }

    @Test
    void processesThatDoNotKnowOfTheSplitYetMissNothingAndLoseNothing() {
        ModelRegistry stale = processThatCountsNever();
        create(stale, "m0-first");
        all(WALKS.getFirst(), stale);
        createMany(processThatCountsAlways(), "m0-", 2 * MOST_IN_ONE);
        create(stale, "m0-last");
        assertThat(table.queryAll(Query.listing("MODELS#0")))
                .extracting(item -> item.string("name"))
                .contains("m0-first", "m0-last");
        for (Walk walk : WALKS) {
            for (ModelRegistry registry : List.of(stale, processThatCountsNever(), processThatCountsAlways())) {
                assertThat(all(walk, registry))
                        .doesNotHaveDuplicates()
                        .hasSize(2 * MOST_IN_ONE + 2)
                        .contains("m0-first", "m0-last");
            }
        }
    }

    @Test
    void modelsFromBeforeTheSplitAreChangedAsOthers() {
        ModelRegistry registry = processThatCountsAlways();
        createMany(registry, "m0-", MOST_IN_ONE + 1);
        for (int i = 0; i < MOST_IN_ONE; i += 4) {
            String name = "m0-%03d".formatted(i);
            registry.deleteModel("m0-%03d".formatted(i));
            registry.renameModel("m0-%03d".formatted(i + 1), "renamed0-" + i);
            registry.setModelTag("m0-%03d".formatted(i + 2), PROMPT, "true");
            registry.deleteModel("m0-%03d".formatted(i + 3));
            registry.restoreModel("m0-%03d".formatted(i + 3), "", "");
            assertThat(all(WALKS.get(1), registry))
                    .doesNotContain(name, "m0-%03d".formatted(i + 1), "m0-%03d".formatted(i + 2))
                    .contains("renamed0-" + i, "m0-%03d".formatted(i + 3));
        }
        assertThat(all(
                        (each, token, seen) ->
                                models("tags.`" + PROMPT + "` = 'true' AND name LIKE '%0%'", each, token, seen),
                        registry))
                .hasSize(MOST_IN_ONE / 4);
        // no row of a name is left over, and none is there twice
        List<String> names = IntStream.range(0, Keys.SHARDS)
                .mapToObj(shard -> table.queryAll(Query.table("NAMES#" + shard)))
                .flatMap(List::stream)
                .map(row -> row.key().sk())
                .toList();
        assertThat(names).doesNotHaveDuplicates().hasSize(MOST_IN_ONE + 1 - MOST_IN_ONE / 4);
    }

    @Test
    void aTableOfAnEarlierBuildIsReadAndWrittenInAllShards() {
        table.write(Write.put(Item.with(new Key("SETTINGS", "format")).set("number", 1L)));
        ModelRegistry registry = processThatCountsAlways();
        createMany(registry, "m0-", 60);
        assertThat(shardsInUse()).hasSizeGreaterThan(20);
        for (Walk walk : WALKS) {
            assertThat(all(walk, registry)).hasSize(60);
        }
        ModelSearch listing = ModelSearch.of("name LIKE 'm0%'", List.of(), 5, Optional.empty());
        assertThat(Cost.of(() -> registry.searchModels(listing))).isEqualTo(new Cost(2, 9));
    }

    /** Models come, go, and get other names in many processes, while others read pages and one of the creations splits. */
    @Test
    void aSplitUnderLoadHidesNothing() throws InterruptedException {
        int writers = 12;
        int readers = 6;
        int models = 2 * MOST_IN_ONE / writers + 1;
        createMany(processThatCountsNever(), "stays0-", 20);
        Queue<String> created = new ConcurrentLinkedQueue<>();
        AtomicInteger writing = new AtomicInteger(writers);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int w = 0; w < writers; w++) {
                String prefix = "w0-" + w + "-";
                ModelRegistry registry = w % 3 == 0 ? processThatCountsAlways() : processThatCountsNever();
                running.add(threads.submit(() -> {
                    try {
                        for (int i = 0; i < models; i++) {
                            create(registry, prefix + i);
                            created.add(prefix + i);
                            create(registry, prefix + "goes-" + i);
                            registry.renameModel(prefix + "goes-" + i, prefix + "went-" + i);
                            registry.setModelTag(prefix + "went-" + i, PROMPT, "true");
                            registry.deleteModel(prefix + "went-" + i);
                        }
                    } finally {
                        writing.decrementAndGet();
                    }
                }));
            }
            for (int r = 0; r < readers; r++) {
                Walk walk = WALKS.get(r % WALKS.size());
                ModelRegistry registry = processThatCountsNever();
                running.add(threads.submit(() -> {
                    while (writing.get() > 0) {
                        Set<String> there = new HashSet<>(created);
                        IntStream.range(0, 20).forEach(i -> there.add("stays0-%03d".formatted(i)));
                        List<String> seen = all(walk, registry);
                        assertThat(seen).containsAll(there);
                        assertThat(seen.stream().filter(there::contains)).doesNotHaveDuplicates();
                    }
                }));
            }
            running.forEach(SplitListingTest::join);
        }
        assertThat(shardsInUse()).contains("MODELS#0", "MODELS#1", "MODELS#7", "NAMES#0", "NAMES#3");
        Function<Walk, List<String>> sorted =
                walk -> all(walk, processThatCountsNever()).stream().sorted().toList();
        List<String> expected = Stream.concat(
                        created.stream(), IntStream.range(0, 20).mapToObj("stays0-%03d"::formatted))
                .sorted()
                .toList();
        for (Walk walk : WALKS) {
            assertThat(sorted.apply(walk)).isEqualTo(expected);
        }
    }

    private static void join(Future<?> future) {
        try {
            future.get();
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
