package io.lambdaregistry.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.lambdaregistry.dynamodb.kit.Table;
import io.lambdaregistry.dynamodb.registry.DynamoRegistryStore;
import io.lambdaregistry.dynamodb.registry.ListingShards;
import io.lambdaregistry.error.ErrorCode;
import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.search.PageTokens;
import io.lambdaregistry.testing.TestStores;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Random operations one after the other, every answer compared with {@link ReferenceRegistry}'s, while calls of DynamoDB fail.
 * An operation that answers TEMPORARILY_UNAVAILABLE was done or was not, but never by half.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RegistryAgainstReferenceTest {
    private static final int OPERATIONS = 2_500;
    private static final int FAULTS_IN_A_HUNDRED = 12;
    private static final List<String> NAMES = List.of("ref-a", "ref-b", "ref-c", "ref-d");
    private static final List<String> KEYS = List.of("colour", "size");
    private static final List<String> VALUES = List.of("1", "2");
    private static final List<String> ALIASES = List.of("champion", "rival");

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final SplittableRandom random = new SplittableRandom(seed);
    private TestStores stores;
    private InjectedFaults faults;
    private ModelRegistry registry;
    private ReferenceRegistry reference = new ReferenceRegistry();
    private long now = 1_000_000;

    @BeforeAll
    void start() {
        stores = TestStores.inMemory();
        faults = new InjectedFaults(stores.dynamoDb(), seed, FAULTS_IN_A_HUNDRED);
        Table table = new Table(faults.client(), stores.tableName());
        ListingShards splitOnTheWay = new ListingShards(table, 3, 1);
        registry = new ModelRegistry(
                new DynamoRegistryStore(table, new PageTokens(() -> new byte[32]), splitOnTheWay),
                new NoLineage(),
                () -> Instant.ofEpochMilli(now));
    }

    @AfterAll
    void stop() {
        stores.close();
    }

    /** An answer, or the error there was instead. */
    private record Outcome(Optional<ErrorCode> error, Object answer) {
        static <R> Outcome of(Function<R, Object> operation, R registry) {
            try {
                return new Outcome(Optional.empty(), operation.apply(registry));
            } catch (RegistryException e) {
                return new Outcome(Optional.of(e.code()), "");
            }
        }

        boolean isUnknown() {
            return error.equals(Optional.of(ErrorCode.TEMPORARILY_UNAVAILABLE));
        }
    }

    /** The same operation on both. */
    private record Operation(
            String words, Function<ModelRegistry, Object> real, Function<ReferenceRegistry, Object> expected) {}

    @Test
    void everyAnswerIsTheOneOfASequentialRegistryWhateverFails() {
        int unknown = 0;
        List<String> history = new ArrayList<>();
        for (int i = 0; i < OPERATIONS; i++) {
            now += random.nextInt(3);
            boolean creation = random.nextInt(6) == 0;
            unknown += (creation ? createsVersion(history) : operates(history)) ? 0 : 1;
            if (i % 100 == 0) {
                assertThat(seen()).as(described(history)).isEqualTo(expected(reference));
            }
        }
        assertThat(seen()).as(described(history)).isEqualTo(expected(reference));
        assertThat(unknown).isBetween(OPERATIONS / 100, OPERATIONS / 3);
        assertThat(faults.injected()).isGreaterThan(OPERATIONS / 10);
    }

    private String described(List<String> history) {
        return "seed %d, after %s".formatted(seed, history.subList(Math.max(0, history.size() - 12), history.size()));
    }

    /** Answers whether its outcome is known. */
    private boolean operates(List<String> history) {
        Operation operation = operation();
        Outcome outcome = Outcome.of(operation.real(), registry);
        history.add(operation.words() + " -> " + outcome.error().map(Enum::name).orElse("ok"));
        ReferenceRegistry after = reference.copy();
        Outcome expected = Outcome.of(operation.expected(), after);
        if (outcome.isUnknown()) {
            reference = theOneThatIsSeen(history, List.of(reference, after));
            return false;
        }
        assertThat(outcome).as(described(history)).isEqualTo(expected);
        reference = after;
        return true;
    }

    /** Numbers rise, and may skip one whose answer was lost: so the answer says which it is. */
    private boolean createsVersion(List<String> history) {
        String name = pick(NAMES);
        String source = "s3://bucket/" + random.nextInt(1_000_000);
        Map<String, String> tags = tags();
        Outcome outcome = Outcome.of(r -> r.createVersion(name, source, null, null, "", "", tags), registry);
        history.add("create version of " + name + " -> " + outcome);
        ReferenceRegistry after = reference.copy();
        if (outcome.answer() instanceof ModelVersion created) {
            assertThat(created.version()).as(described(history)).isGreaterThan(reference.lastNumber(name));
            assertThat(created)
                    .as(described(history))
                    .isEqualTo(after.createVersion(name, created.version(), source, tags, now));
            reference = after;
            return true;
        }
        Outcome counted = Outcome.of(
                r -> {
                    r.count(name, now);
                    return "";
                },
                after);
        if (!outcome.isUnknown()) {
            assertThat(outcome).as(described(history)).isEqualTo(counted);
            return true;
        }
        List<ReferenceRegistry> possible = new ArrayList<>(List.of(reference, after));
        for (int number = 1; number < 60 && counted.error().isEmpty(); number++) {
            ReferenceRegistry created = reference.copy();
            created.createVersion(name, reference.lastNumber(name) + number, source, tags, now);
            possible.add(created);
        }
        reference = theOneThatIsSeen(history, possible);
        return false;
    }

    private ReferenceRegistry theOneThatIsSeen(List<String> history, List<ReferenceRegistry> possible) {
        List<Object> seen = seen();
        return possible.stream()
                .filter(each -> expected(each).equals(seen))
                .findFirst()
                .orElseThrow(() -> new AssertionError(described(history) + "\nseen " + seen + "\nbut possible were "
                        + expected(possible.getFirst()) + "\nand " + expected(possible.get(1))));
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private Map<String, String> tags() {
        return random.nextBoolean() ? Map.of() : Map.of(pick(KEYS), pick(VALUES));
    }

    private Operation operation() {
        String name = pick(NAMES);
        String other = pick(NAMES);
        String key = pick(KEYS);
        String value = pick(VALUES);
        String alias = pick(ALIASES);
        Stage stage = pick(List.copyOf(Stage.ALL));
        boolean archive = stage.isActive() && random.nextBoolean();
        Map<String, String> tags = tags();
        String words = "words " + random.nextInt(1000);
        long last = Outcome.of(r -> r.lastNumber(name), reference).answer() instanceof Long number ? number : 1;
        long version = Math.max(1, last - random.nextInt(6));
        String v = Long.toString(version);
        return switch (random.nextInt(24)) {
            case 0, 1 ->
                new Operation(
                        "create " + name + tags,
                        r -> r.createModel(name, words, tags),
                        r -> r.createModel(name, words, tags, now));
            case 2 ->
                random.nextBoolean()
                        ? new Operation("get " + name, r -> r.getModel(name), r -> r.getModel(name))
                        : new Operation(
                                "delete " + name, r -> done(() -> r.deleteModel(name)), r -> r.deleteModel(name));
            case 3 ->
                new Operation(
                        "rename " + name + " to " + other,
                        r -> r.renameModel(name, other),
                        r -> r.renameModel(name, other, now));
            case 4 ->
                new Operation("update " + name, r -> r.updateModel(name, words), r -> r.updateModel(name, words, now));
            case 5, 6 ->
                new Operation(
                        "tag " + name + " " + key + "=" + value,
                        r -> done(() -> r.setModelTag(name, key, value)),
                        r -> r.setModelTag(name, key, value));
            case 7 ->
                new Operation(
                        "untag " + name + " " + key,
                        r -> done(() -> r.deleteModelTag(name, key)),
                        r -> r.deleteModelTag(name, key));
            case 8, 9 ->
                new Operation(
                        "point " + alias + " of " + name + " at " + v,
                        r -> done(() -> r.setAlias(name, alias, v)),
                        r -> r.setAlias(name, alias, version));
            case 10 ->
                new Operation(
                        "delete alias " + alias + " of " + name,
                        r -> done(() -> r.deleteAlias(name, alias)),
                        r -> r.deleteAlias(name, alias));
            case 11 ->
                new Operation(
                        "get " + name + "@" + alias,
                        r -> r.getVersionByAlias(name, alias),
                        r -> r.getVersionByAlias(name, alias));
            case 12 ->
                new Operation("get " + name + "/" + v, r -> r.getVersion(name, v), r -> r.getVersion(name, version));
            case 13 ->
                new Operation(
                        "update " + name + "/" + v,
                        r -> r.updateVersion(name, v, words),
                        r -> r.updateVersion(name, version, words, now));
            case 14 ->
                new Operation(
                        "delete " + name + "/" + v,
                        r -> done(() -> r.deleteVersion(name, v)),
                        r -> r.deleteVersion(name, version, now));
            case 15, 16, 17 ->
                new Operation(
                        "move " + name + "/" + v + " to " + stage + (archive ? ", archiving" : ""),
                        r -> r.transitionStage(name, v, stage.label(), archive),
                        r -> r.transitionStage(name, version, stage, archive, now));
            case 18 ->
                new Operation(
                        "tag " + name + "/" + v + " " + key + "=" + value,
                        r -> done(() -> r.setVersionTag(name, v, key, value)),
                        r -> r.setVersionTag(name, version, key, value));
            case 19 ->
                new Operation(
                        "untag " + name + "/" + v + " " + key,
                        r -> done(() -> r.deleteVersionTag(name, v, key)),
                        r -> r.deleteVersionTag(name, version, key));
            case 20 ->
                new Operation("latest of " + name, r -> r.getLatestVersions(name, List.of()), r -> r.latest(name));
            case 21 ->
                new Operation("models with " + key, r -> modelsWith(r, key, value), r -> r.modelsWith(key, value));
            case 22 -> new Operation("versions of " + name, r -> versionsOf(r, name), r -> r.versionsOf(name));
            default ->
                new Operation(
                        "versions with " + key, r -> versionsWith(r, key, value), r -> r.versionsWith(key, value));
        };
    }

    private static boolean done(Runnable action) {
        action.run();
        return true;
    }

    private static List<RegisteredModel> modelsWith(ModelRegistry registry, String key, String value) {
        return models(registry, "tags.%s = '%s'".formatted(key, value));
    }

    private static List<RegisteredModel> models(ModelRegistry registry, String filter) {
        return registry.searchModels(ModelSearch.of(filter, List.of(), 100, Optional.empty()))
                .items();
    }

    private static List<ModelVersion> versionsOf(ModelRegistry registry, String name) {
        return versions(registry, "name = '%s'".formatted(name));
    }

    private static List<ModelVersion> versionsWith(ModelRegistry registry, String key, String value) {
        return versions(registry, "tags.%s = '%s'".formatted(key, value));
    }

    private static List<ModelVersion> versions(ModelRegistry registry, String filter) {
        return registry.searchVersions(VersionSearch.of(filter, List.of(), 10_000, Optional.empty()))
                .items();
    }

    /** All that a reader can see, with no faults in the way. */
    private List<Object> seen() {
        faults.percent(0);
        try {
            List<Object> seen = new ArrayList<>();
            seen.add(models(registry, "name LIKE 'ref-%'"));
            for (String name : NAMES) {
                seen.add(Outcome.of(r -> r.getModel(name), registry));
                seen.add(versionsOf(registry, name));
            }
            for (String key : KEYS) {
                for (String value : VALUES) {
                    seen.add(modelsWith(registry, key, value));
                    seen.add(versionsWith(registry, key, value));
                }
            }
            return seen;
        } finally {
            faults.percent(FAULTS_IN_A_HUNDRED);
        }
    }

    private static List<Object> expected(ReferenceRegistry reference) {
        List<Object> expected = new ArrayList<>();
        expected.add(reference.modelsFrom("ref-"));
        for (String name : NAMES) {
            expected.add(Outcome.of(r -> r.getModel(name), reference));
            expected.add(reference.versionsOf(name));
        }
        for (String key : KEYS) {
            for (String value : VALUES) {
                expected.add(reference.modelsWith(key, value));
                expected.add(reference.versionsWith(key, value));
            }
        }
        return expected;
    }
}
