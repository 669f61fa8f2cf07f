package io.lambdaregistry.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.lambdaregistry.dynamodb.event.DynamoEventStore;
import io.lambdaregistry.dynamodb.kit.Table;
import io.lambdaregistry.dynamodb.registry.DynamoRegistryStore;
import io.lambdaregistry.dynamodb.registry.ListingShards;
import io.lambdaregistry.error.ErrorCode;
import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.event.AuditTrail;
import io.lambdaregistry.search.PageTokens;
import io.lambdaregistry.testing.TestStores;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Get;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** The invariants of docs/architecture.md while many threads work on few models, and calls of DynamoDB fail. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RegistryUnderFaultsTest {
    private static final int THREADS = 24;
    private static final int OPERATIONS = 2_500;
    private static final int FAULTS_IN_A_HUNDRED = 10;
    private static final int NEWEST = 12;

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final AtomicLong clock = new AtomicLong(1_000_000);
    private TestStores stores;
    private AuditTrail trail;
    private InjectedFaults faults;
    private ModelRegistry registry;

    @BeforeAll
    void start() {
        stores = TestStores.inMemory();
        faults = new InjectedFaults(stores.dynamoDb(), seed, FAULTS_IN_A_HUNDRED);
        Table table = new Table(faults.client(), stores.tableName());
        ListingShards splitOnTheWay = new ListingShards(table, 5, 1);
        registry = new ModelRegistry(
                new DynamoRegistryStore(table, new PageTokens(() -> new byte[32]), splitOnTheWay),
                new NoLineage(),
                () -> Instant.ofEpochMilli(clock.incrementAndGet()));
        trail = new AuditTrail(new DynamoEventStore(
                new Table(stores.dynamoDb(), stores.tableName()), new PageTokens(() -> new byte[32])));
    }

    @AfterAll
    void stop() {
        stores.close();
    }

    /** What a thread does again and again. */
    private interface Worker {
        void step(SplittableRandom random);
    }

    private interface Workers {
        Worker worker(int thread);
    }

    /** Lets the workers loose while the watch is kept, and then has no more faults. */
    private void run(Workers workers, Runnable watch) throws InterruptedException {
        faults.percent(FAULTS_IN_A_HUNDRED);
        AtomicBoolean ended = new AtomicBoolean();
        SplittableRandom seeds = new SplittableRandom(seed);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> working = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                Worker worker = workers.worker(i);
                SplittableRandom random = seeds.split();
                working.add(threads.submit(() -> {
                    for (int step = 0; step < OPERATIONS / THREADS; step++) {
                        worker.step(random);
                    }
                }));
            }
            Future<?> watching = threads.submit(() -> {
                while (!ended.get()) {
                    watch.run();
                    Thread.sleep(2);
                }
                return ended;
            });
            try {
                for (Future<?> each : working) {
                    join(each);
                }
            } finally {
                ended.set(true);
            }
            join(watching);
        } finally {
            faults.percent(0);
        }
    }

    private void join(Future<?> future) throws InterruptedException {
        try {
            future.get();
        } catch (ExecutionException e) {
            throw new AssertionError("seed " + seed + ": " + e.getCause(), e.getCause());
        }
    }

    private enum Fate {
        DONE,
        REFUSED,
        UNKNOWN
    }

    private static Fate fate(Runnable operation, Set<ErrorCode> refusals) {
        try {
            operation.run();
            return Fate.DONE;
        } catch (RegistryException e) {
            if (e.code() == ErrorCode.TEMPORARILY_UNAVAILABLE) {
                return Fate.UNKNOWN;
            }
            assertThat(refusals).as(e.getMessage()).contains(e.code());
            return Fate.REFUSED;
        }
    }

    /** What the threads know of a model that stays: who was promised what. */
    private static final class Promises {
        private final String name;
        private final Map<Long, String> created = new ConcurrentHashMap<>();
        private final Set<String> perhapsCreated = ConcurrentHashMap.newKeySet();
        private final Set<Long> perhapsDeleted = ConcurrentHashMap.newKeySet();
        private final Set<Long> deleted = ConcurrentHashMap.newKeySet();
        private final Set<String> tagged = ConcurrentHashMap.newKeySet();
        private final Set<String> perhapsTagged = ConcurrentHashMap.newKeySet();
        private final AtomicLong highest = new AtomicLong();
        private final AtomicLong sources = new AtomicLong();

        Promises(String name) {
            this.name = name;
        }
    }

    /** One thread's work on a model that stays; its tag and its alias are its own, so it knows what they must be. */
    private final class Owner implements Worker {
        private final Promises model;
        private final String own;
        private Set<String> tag = Set.of("");
        private Set<Long> alias = Set.of(0L);
        private int values;

        Owner(Promises model, int thread) {
            this.model = model;
            this.own = "own_" + thread;
        }

        @Override
        public void step(SplittableRandom random) {
            long version = Math.max(1, model.highest.get() - random.nextInt(NEWEST));
            switch (random.nextInt(16)) {
                case 0, 1, 2 -> createVersion();
                case 3 -> deleteVersion(version);
                case 4, 5 -> move(version, Stage.PRODUCTION, true);
                case 6 -> move(version, random.nextBoolean() ? Stage.ARCHIVED : Stage.STAGING, false);
                case 7, 8 -> point(version);
                case 9 -> pointNowhere();
                case 10, 11 -> tag();
                case 12 -> untag();
                case 13 -> look();
                case 14 -> follow();
                default -> search();
            }
        }

        private void createVersion() {
            String source = "s3://bucket/" + own + "/" + model.sources.incrementAndGet();
            long before = model.highest.get();
            model.perhapsCreated.add(source);
            Fate fate = fate(
                    () -> {
                        ModelVersion version =
                                registry.createVersion(model.name, source, null, null, "", "", Map.of("by", own));
                        assertThat(version.version()).isGreaterThan(before);
                        assertThat(model.created.put(version.version(), source)).isNull();
                        model.highest.accumulateAndGet(version.version(), Math::max);
                    },
                    Set.of());
            assertThat(fate).isNotEqualTo(Fate.REFUSED);
        }

        private boolean mustExist(long version) {
            return model.created.containsKey(version) && !model.perhapsDeleted.contains(version);
        }

        private void deleteVersion(long version) {
            model.perhapsDeleted.add(version);
            Fate fate = fate(
                    () -> registry.deleteVersion(model.name, Long.toString(version)),
                    Set.of(ErrorCode.RESOURCE_DOES_NOT_EXIST));
            if (fate == Fate.DONE) {
                assertThat(model.deleted.add(version)).isTrue();
            }
        }

        private void move(long version, Stage stage, boolean archive) {
            boolean known = model.created.containsKey(version);
            Fate fate = fate(
                    () -> registry.transitionStage(model.name, Long.toString(version), stage.label(), archive),
                    Set.of(ErrorCode.RESOURCE_DOES_NOT_EXIST));
            assertThat(fate == Fate.REFUSED && known && mustExist(version)).isFalse();
        }

        private void point(long version) {
            boolean known = model.created.containsKey(version);
            Fate fate = fate(
                    () -> registry.setAlias(model.name, own, Long.toString(version)),
                    Set.of(ErrorCode.RESOURCE_DOES_NOT_EXIST));
            assertThat(fate == Fate.REFUSED && known && mustExist(version)).isFalse();
            alias = after(fate, alias, version);
        }

        private void pointNowhere() {
            alias = after(fate(() -> registry.deleteAlias(model.name, own), Set.of()), alias, 0L);
        }

        private void tag() {
            String value = "value " + values++;
            Fate fate = fate(() -> registry.setModelTag(model.name, own, value), Set.of());
            (fate == Fate.DONE ? model.tagged : model.perhapsTagged).add(own + " " + value);
            tag = after(fate, tag, value);
        }

        private void untag() {
            tag = after(fate(() -> registry.deleteModelTag(model.name, own), Set.of()), tag, "");
        }

        private static <T> Set<T> after(Fate fate, Set<T> before, T value) {
            return switch (fate) {
                case DONE -> Set.of(value);
                case REFUSED -> before;
                case UNKNOWN -> {
                    Set<T> both = new TreeSet<>(before);
                    both.add(value);
                    yield both;
                }
            };
        }

        private boolean mayPointNowhere() {
            return alias.contains(0L) || alias.stream().anyMatch(model.perhapsDeleted::contains);
        }

        private void look() {
            fate(
                    () -> {
                        RegisteredModel seen = registry.getModel(model.name);
                        tag = expect(tag, seen.tags().getOrDefault(own, ""));
                        Long version = seen.aliases().get(own);
                        if (version == null) {
                            assertThat(mayPointNowhere()).isTrue();
                            alias = Set.of(0L);
                        } else {
                            alias = expect(alias, version);
                        }
                    },
                    Set.of());
        }

        private static <T> Set<T> expect(Set<T> possible, T seen) {
            assertThat(possible).contains(seen);
            return Set.of(seen);
        }

        private void follow() {
            Fate fate = fate(
                    () -> {
                        ModelVersion version = registry.getVersionByAlias(model.name, own);
                        assertThat(version.aliases()).contains(own);
                        alias = expect(alias, version.version());
                    },
                    Set.of(ErrorCode.INVALID_PARAMETER_VALUE));
            assertThat(fate == Fate.REFUSED && !mayPointNowhere()).isFalse();
        }

        private void search() {
            fate(
                    () -> {
                        String present = tag.iterator().next();
                        if (tag.size() == 1 && !present.isEmpty()) {
                            ModelSearch search = ModelSearch.of(
                                    "tags.%s = '%s'".formatted(own, present), List.of(), 10, Optional.empty());
                            assertThat(registry.searchModels(search).items())
                                    .extracting(RegisteredModel::name)
                                    .containsExactly(model.name);
                        }
                        assertThat(versions(model.name)).doesNotHaveDuplicates();
                    },
                    Set.of());
        }
    }

    private List<ModelVersion> versions(String name) {
        return registry.searchVersions(
                        VersionSearch.of("name = '%s'".formatted(name), List.of(), 100_000, Optional.empty()))
                .items();
    }

    @Test
    void theInvariantsOfAModelThatStaysHold() throws Exception {
        faults.percent(0);
        List<Promises> models = List.of(new Promises("stays-0"), new Promises("stays-1"), new Promises("stays-2"));
        models.forEach(model -> registry.createModel(model.name, "", Map.of()));
        AtomicInteger watched = new AtomicInteger();
        run(
                thread -> new Owner(models.get(thread % models.size()), thread),
                () -> watch(models.get(watched.getAndIncrement() % models.size())));
        for (Promises model : models) {
            checkVersions(model);
            checkViewsAgree(model.name);
            checkEvents(model);
        }
        assertThat(watched.get()).isGreaterThan(10);
    }

    private Map<String, AttributeValue> key(String pk, String sk) {
        return Map.of("pk", AttributeValue.fromS(pk), "sk", AttributeValue.fromS(sk));
    }

    private TransactGetItem read(Map<String, AttributeValue> key) {
        return TransactGetItem.builder()
                .get(Get.builder().tableName(stores.tableName()).key(key).build())
                .build();
    }

    /** Reads the model with its newest versions and those that it points at, in one instant, behind the registry's back. */
    private void watch(Promises model) {
        Map<String, AttributeValue> modelKey = key("MODEL#" + model.name, "#");
        Map<String, AttributeValue> item = stores.dynamoDb()
                .getItem(request ->
                        request.tableName(stores.tableName()).key(modelKey).consistentRead(true))
                .item();
        Set<Long> numbers = new TreeSet<>();
        aliases(item).forEach((alias, version) -> numbers.add(version));
        numbers.addAll(inProduction(item));
        for (long number = Math.max(1, model.highest.get() - NEWEST); number <= model.highest.get(); number++) {
            numbers.add(number);
        }
        String id = Optional.ofNullable(item.get("id")).map(AttributeValue::s).orElseThrow();
        List<TransactGetItem> reads = new ArrayList<>();
        reads.add(read(modelKey));
        numbers.forEach(number -> reads.add(read(key("VERSIONS#" + id, "%019d".formatted(number)))));
        try {
            var responses = stores.dynamoDb()
                    .transactGetItems(request -> request.transactItems(reads))
                    .responses();
            Map<String, AttributeValue> now = responses.getFirst().item();
            Map<Long, String> stages = responses.stream()
                    .skip(1)
                    .filter(response -> response.hasItem() && response.item().containsKey("update_sk"))
                    .collect(Collectors.toMap(
                            response -> Long.valueOf(text(response.item(), "version")),
                            response -> text(response.item(), "stage")));
            aliases(now).forEach((alias, version) -> {
                if (numbers.contains(version)) {
                    assertThat(stages).as(alias).containsKey(version);
                }
            });
            Set<Long> inProduction = stages.entrySet().stream()
                    .filter(version -> version.getValue().equals("Production"))
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toSet());
            assertThat(inProduction(now)).hasSizeLessThanOrEqualTo(1);
            assertThat(inProduction(now)).containsAll(inProduction);
        } catch (TransactionCanceledException conflict) {
            // somebody was writing; the next look will do
        }
    }

    private static String text(Map<String, AttributeValue> item, String name) {
        AttributeValue value = Optional.ofNullable(item.get(name)).orElseThrow();
        return Optional.ofNullable(value.s())
                .or(() -> Optional.ofNullable(value.n()))
                .orElseThrow();
    }

    private static Map<String, Long> aliases(Map<String, AttributeValue> model) {
        return Optional.ofNullable(model.get("aliases")).map(AttributeValue::m).orElse(Map.of()).entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        alias -> Long.valueOf(alias.getValue().n())));
    }

    private static Set<Long> inProduction(Map<String, AttributeValue> model) {
        return Optional.ofNullable(model.get("in_Production")).map(AttributeValue::ns).orElse(List.of()).stream()
                .map(Long::valueOf)
                .collect(Collectors.toSet());
    }

    private void checkVersions(Promises model) {
        Map<Long, String> sources =
                versions(model.name).stream().collect(Collectors.toMap(ModelVersion::version, ModelVersion::source));
        model.created.forEach((version, source) -> {
            if (!model.perhapsDeleted.contains(version)) {
                assertThat(sources).as("seed %d", seed).containsEntry(version, source);
            }
        });
        assertThat(sources.keySet()).as("seed %d", seed).doesNotContainAnyElementsOf(model.deleted);
        assertThat(sources.values()).as("seed %d", seed).doesNotHaveDuplicates();
        assertThat(model.perhapsCreated).as("seed %d", seed).containsAll(sources.values());
        sources.forEach((version, source) -> assertThat(model.created.getOrDefault(version, source))
                .as("seed %d", seed)
                .isEqualTo(source));
    }

    /** The replayed events are the present model, and each acknowledged change has one event, no more and no less. */
    private void checkEvents(Promises model) {
        ReplayedModel replayed = ReplayedModel.of(trail, model.name);
        checkReplayed(replayed, model.name);
        assertThat(replayed.tagged())
                .as("seed %d", seed)
                .doesNotHaveDuplicates()
                .containsAll(model.tagged);
        assertThat(replayed.tagged())
                .as("seed %d", seed)
                .allMatch(tag -> model.tagged.contains(tag) || model.perhapsTagged.contains(tag));
        assertThat(replayed.created())
                .as("seed %d", seed)
                .doesNotHaveDuplicates()
                .containsAll(model.created.keySet());
        assertThat(replayed.deleted())
                .as("seed %d", seed)
                .doesNotHaveDuplicates()
                .containsAll(model.deleted);
    }

    private void checkReplayed(ReplayedModel replayed, String name) {
        RegisteredModel model = registry.getModel(name);
        assertThat(replayed.tags()).as("seed %d, %s", seed, name).isEqualTo(model.tags());
        assertThat(replayed.aliases()).as("seed %d, %s", seed, name).isEqualTo(model.aliases());
        assertThat(replayed.stages())
                .as("seed %d, %s", seed, name)
                .isEqualTo(
                        versions(name).stream().collect(Collectors.toMap(ModelVersion::version, ModelVersion::stage)));
    }

    private void checkViewsAgree(String name) {
        RegisteredModel model = registry.getModel(name);
        List<ModelVersion> all = versions(name);
        assertThat(all)
                .filteredOn(version -> version.stage().equals(Stage.PRODUCTION))
                .as("seed %d", seed)
                .hasSizeLessThanOrEqualTo(1);
        model.aliases()
                .forEach((alias, version) -> assertThat(
                                registry.getVersionByAlias(name, alias).version())
                        .isEqualTo(version));
        for (ModelVersion latest : model.latestVersions()) {
            assertThat(all.stream()
                            .filter(version -> version.stage().equals(latest.stage()))
                            .mapToLong(ModelVersion::version)
                            .max())
                    .as("seed %d", seed)
                    .hasValue(latest.version());
        }
        Set<Stage> stages = all.stream().map(ModelVersion::stage).collect(Collectors.toSet());
        assertThat(model.latestVersions())
                .extracting(ModelVersion::stage)
                .as("seed %d", seed)
                .containsExactlyElementsOf(
                        Stage.ALL.stream().filter(stages::contains).toList());
    }

    /** The number of times that a name was created and deleted, of those that were acknowledged. */
    private static final class Traffic {
        private final AtomicInteger came = new AtomicInteger();
        private final AtomicInteger perhapsCame = new AtomicInteger();
        private final AtomicInteger went = new AtomicInteger();
        private final AtomicInteger perhapsWent = new AtomicInteger();
    }

    private static void count(Fate fate, AtomicInteger sure, AtomicInteger perhaps) {
        switch (fate) {
            case DONE -> sure.incrementAndGet();
            case UNKNOWN -> perhaps.incrementAndGet();
            case REFUSED -> {}
        }
    }

    private static final Set<ErrorCode> TAKEN_OR_GONE =
            Set.of(ErrorCode.RESOURCE_ALREADY_EXISTS, ErrorCode.RESOURCE_DOES_NOT_EXIST);

    private void stepWithNames(
            SplittableRandom random, List<String> names, Map<String, Traffic> traffic, Map<String, Long> answered) {
        String name = names.get(random.nextInt(names.size()));
        String other = names.get(random.nextInt(names.size()));
        Traffic its = Optional.ofNullable(traffic.get(name)).orElseThrow();
        Traffic others = Optional.ofNullable(traffic.get(other)).orElseThrow();
        switch (random.nextInt(12)) {
            case 0, 1, 2 -> {
                Map<String, String> tags = random.nextBoolean() ? Map.of() : Map.of("k", "v");
                count(fate(() -> registry.createModel(name, "", tags), TAKEN_OR_GONE), its.came, its.perhapsCame);
            }
            case 3, 4 -> count(fate(() -> registry.deleteModel(name), TAKEN_OR_GONE), its.went, its.perhapsWent);
            case 5, 6 -> {
                if (!name.equals(other)) {
                    Fate fate = fate(() -> registry.renameModel(name, other), TAKEN_OR_GONE);
                    count(fate, its.went, its.perhapsWent);
                    count(fate, others.came, others.perhapsCame);
                }
            }
            case 7, 8 -> {
                String source = "s3://bucket/" + random.nextLong();
                fate(
                        () -> {
                            registry.createVersion(name, source, null, null, "", "", Map.of());
                            answered.put(source, clock.get());
                        },
                        TAKEN_OR_GONE);
            }
            case 9 -> fate(() -> registry.setAlias(name, "champion", "1"), TAKEN_OR_GONE);
            case 10 -> fate(() -> registry.setModelTag(name, "k" + random.nextInt(3), "v"), TAKEN_OR_GONE);
            default ->
                fate(
                        () -> assertThat(registry.getModel(name).latestVersions())
                                .allMatch(version -> version.name().equals(name)),
                        TAKEN_OR_GONE);
        }
    }

    @Test
    void aNameComesAsOftenAsItGoesAndAModelHasNoVersionOfAFormerOne() throws Exception {
        List<String> names = List.of("passing-0", "passing-1", "passing-2", "passing-3", "passing-4");
        Map<String, Traffic> traffic = names.stream().collect(Collectors.toMap(name -> name, name -> new Traffic()));
        Map<String, Long> answered = new ConcurrentHashMap<>();
        run(
                thread -> random -> stepWithNames(random, names, traffic, answered),
                () -> fate(
                        () -> assertThat(registry.searchModels(
                                                ModelSearch.of("name LIKE 'passing-%'", List.of(), 3, Optional.empty()))
                                        .items())
                                .allMatch(model -> names.contains(model.name())),
                        Set.of()));
        Set<String> ids = new TreeSet<>();
        traffic.forEach((name, counted) -> {
            Map<String, AttributeValue> item = stores.dynamoDb()
                    .getItem(request -> request.tableName(stores.tableName()).key(key("MODEL#" + name, "#")))
                    .item();
            int present = item.containsKey("id") ? 1 : 0;
            int surely = counted.came.get() - counted.went.get();
            assertThat(present)
                    .as("seed %d, %s: came %s, went %s", seed, name, counted.came, counted.went)
                    .isBetween(surely - counted.perhapsWent.get(), surely + counted.perhapsCame.get());
            if (present == 1) {
                assertThat(ids.add(text(item, "id"))).as("seed %d", seed).isTrue();
                checkViewsAgree(name);
                checkReplayed(ReplayedModel.of(trail, name), name);
                long born = registry.getModel(name).creationTimestamp();
                assertThat(versions(name))
                        .as("seed %d", seed)
                        .allMatch(version -> answered.getOrDefault(version.source(), born) >= born);
            }
        });
    }
}
