package io.lambdaregistry.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lambdaregistry.error.ErrorCode;
import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.registry.Cost;
import io.lambdaregistry.testing.StoresSuite;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What holds as much as the store can keep with it can still be finished, renamed, deleted, restored and collected. */
public class FullTrackingTest extends StoresSuite {
    private static final RunUpdate FINISHED =
            new RunUpdate(Optional.of(RunStatus.FINISHED), Optional.of(1_700_000_000_000L), Optional.empty());
    private static final RunUpdate RENAMED =
            new RunUpdate(Optional.empty(), Optional.empty(), Optional.of("another name, of some length"));
    private static final String CHINESE = "模型".repeat(120);

    private Full full;
    private Experiments experiments;
    private Runs runs;
    private LoggedModels models;
    private Experiment experiment;
    private String runId;

    @BeforeAll
    void start() {
        full = new Full(stores);
        experiments = stores.experiments();
        runs = stores.runs();
        models = stores.loggedModels();
    }

    @BeforeEach
    void createRun(TestInfo test) {
        experiment = experiments.create("full " + test.getDisplayName() + test.getTestMethod(), "", List.of());
        runId = createRunThatKeeps();
    }

    private String createRunThatKeeps() {
        String id = runs.create(Tracking.newRun(experiment, "run", 1)).info().runId();
        runs.logBatch(
                id,
                List.of(Tracking.metric(id, "kept", 1, 1)),
                List.of(new Param("kept", "1")),
                List.of(new Tag("kept", "1"), new Tag("long", "x".repeat(300))));
        return id;
    }

    /** What fills an item. */
    enum Filling {
        SHORT_PARAMS("params", "p", "1"),
        LONG_PARAMS("params", "p", "x".repeat(240)),
        METRICS_WITH_LONG_KEYS("metrics", "m".repeat(240), "8000000000000001".repeat(3)),
        CHINESE_TAGS("tags", CHINESE, CHINESE),
        SHORT_TAGS("tags", "t", "");

        private final String map;
        private final String keys;
        private final String value;

        Filling(String map, String keys, String value) {
            this.map = map;
            this.keys = keys;
            this.value = value;
        }

        Map.Entry<String, AttributeValue> entry(int number) {
            return Map.entry(keys + number, AttributeValue.fromS(value));
        }
    }

    private void fillRun(String id, Filling filling) {
        full.fill("RUN#" + id, filling.map, filling::entry);
    }

    private List<Run> search(String filter) {
        return runs.search(RunSearch.of(
                        List.of(Long.toString(experiment.id())),
                        filter,
                        ViewType.ALL,
                        List.of(),
                        100,
                        Optional.empty()))
                .items();
    }

    private static void assertRefused(ThrowingCallable change) {
        assertThatThrownBy(change)
                .isInstanceOfSatisfying(
                        RegistryException.class,
                        refusal -> assertThat(refusal.code())
                                .as(refusal.getMessage())
                                .isEqualTo(ErrorCode.INVALID_PARAMETER_VALUE))
                .hasMessageContaining("as the store can keep with it");
    }

    @ParameterizedTest
    @EnumSource
    void aRunThatAnEarlierVersionFilledCanBeLeft(Filling filling) {
        fillRun(runId, filling);
        Run before = runs.get(runId);
        assertThat(runs.update(runId, FINISHED).status()).isEqualTo(RunStatus.FINISHED);
        assertThat(runs.update(runId, RENAMED).runName()).isEqualTo("another name, of some length");
        runs.delete(runId);
        assertThat(runs.get(runId).info().lifecycleStage()).isEqualTo(LifecycleStage.DELETED);
        runs.restore(runId);

        Run after = runs.get(runId);
        assertThat(after.info().lifecycleStage()).isEqualTo(LifecycleStage.ACTIVE);
        assertThat(after.params()).isEqualTo(before.params());
        assertThat(after.metrics()).isEqualTo(before.metrics());
        Map<String, String> tags = new HashMap<>(before.tags());
        tags.put(Run.NAME_TAG, "another name, of some length");
        assertThat(after.tags()).isEqualTo(tags);
        assertThat(search("params.kept = '1' AND tags.kept = '1' AND metrics.kept = 1"))
                .containsExactly(after);

        runs.delete(runId);
        full.collect(runId);
        assertThat(full.isAnythingLeft(runId)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void entriesOfAFullRunCanBeChangedAndNoneCanBeAdded(Filling filling) {
        fillRun(runId, filling);
        runs.update(runId, FINISHED);
        Run before = runs.get(runId);
        assertRefused(() -> runs.setTag(runId, new Tag("new", "1")));
        assertRefused(() -> runs.setTag(runId, new Tag("new", "x".repeat(1_000))));
        assertRefused(() -> runs.logParam(runId, new Param("new", "1")));
        assertRefused(() -> runs.logMetric(Tracking.metric(runId, "new", 1, 1)));
        assertRefused(() -> runs.logBatch(
                runId, List.of(Tracking.metric(runId, "new", 1, 1)), List.of(), List.of(new Tag("kept", "2"))));
        assertThat(runs.get(runId)).isEqualTo(before);
        assertThat(runs.metricHistory(runId, "new", 10, Optional.empty()).items())
                .isEmpty();

        runs.logParam(runId, new Param("kept", "1"));
        runs.logBatch(runId, List.of(), List.of(new Param("kept", "1")), List.of());
        assertThat(runs.get(runId)).isEqualTo(before);
        assertThatThrownBy(() -> runs.logParam(runId, new Param("kept", "2")))
                .hasMessageContaining("already logged with value='1'");
        runs.logMetric(Tracking.metric(runId, "kept", 0.5, 0));
        assertThat(Tracking.latest(runs.get(runId), "kept").value()).isEqualTo(1);
        runs.logMetric(Tracking.metric(runId, "kept", 2, 2));
        runs.logBatch(runId, List.of(Tracking.metric(runId, "kept", 3, 3)), List.of(), List.of());
        assertThat(Tracking.latest(runs.get(runId), "kept").value()).isEqualTo(3);
        assertThat(runs.metricHistory(runId, "kept", 10, Optional.empty()).items())
                .hasSize(4);
        for (String value : List.of("2", "y".repeat(300), "3")) {
            runs.setTag(runId, new Tag("kept", value));
            assertThat(runs.get(runId).tags()).containsEntry("kept", value);
        }
        for (String key : List.of("kept", "long", "pad")) {
            runs.deleteTag(runId, key);
            assertThat(runs.get(runId).tags()).doesNotContainKey(key);
            assertThatThrownBy(() -> runs.deleteTag(runId, key)).hasMessageStartingWith("No tag with name: " + key);
        }
        assertThat(search("tags.long != ''")).isEmpty();
    }

    @Test
    void aRunThatIsFilledByBatchesCanBeLeft() {
        int logged = 0;
        for (int size : List.of(240, 100, 40, 10, 1)) {
            while (true) {
                String prefix = "p" + logged + ".";
                List<Param> params = IntStream.range(0, size == 240 ? 100 : 1)
                        .mapToObj(i -> new Param(prefix + i, "v".repeat(size)))
                        .toList();
                try {
                    runs.logBatch(runId, List.of(), params, List.of());
                } catch (RegistryException full) {
                    assertThat(full.code()).isEqualTo(ErrorCode.INVALID_PARAMETER_VALUE);
                    break;
                }
                logged += params.size();
            }
        }
        assertThat(logged).isGreaterThan(1_000);
        runs.update(runId, FINISHED);
        runs.update(runId, RENAMED);
        runs.delete(runId);
        runs.restore(runId);
        assertThat(runs.get(runId).params()).hasSize(logged + 1);
    }

    @Test
    void aBatchThatIsTooLargeLeavesASmallRunAsItIs() {
        List<LoggedMetric> metrics = IntStream.range(0, 1_000)
                .mapToObj(i -> Tracking.metric(runId, CHINESE + i, 1, 1))
                .toList();
        assertThatThrownBy(() -> runs.logBatch(runId, metrics, List.of(), List.of()))
                .hasMessageContaining("400 KB");
        runs.setTag(runId, new Tag("new", "1"));
    }

    @Test
    void longParamsAndTagsOfMoreThanATransactionTakesAreRefused() {
        List<Param> params = IntStream.range(0, 100)
                .mapToObj(i -> new Param("p" + i, "模".repeat(6_000)))
                .toList();
        List<Tag> tags = IntStream.range(0, 100)
                .mapToObj(i -> new Tag("t" + i, "模".repeat(8_000)))
                .toList();
        assertThatThrownBy(() -> runs.logBatch(runId, List.of(), params, tags))
                .hasMessageContaining("split them up across multiple requests");
        runs.logBatch(runId, List.of(), params, List.of());
        runs.logBatch(runId, List.of(), List.of(), tags);
        assertThat(runs.get(runId).params()).hasSize(101);
        assertThat(runs.get(runId).tags()).hasSize(103);
    }

    @Test
    void aFullRunTakesRoomOnceAndCostsWhatOthersCostThen() {
        fillRun(runId, Filling.LONG_PARAMS);
        assertThat(Cost.of(() -> runs.update(runId, FINISHED))).isEqualTo(new Cost(4, 4));
        assertThat(Cost.of(() -> runs.update(runId, RENAMED))).isEqualTo(new Cost(1, 1));
        assertThat(Cost.of(() -> runs.get(runId))).isEqualTo(new Cost(1, 1));
        assertThat(Cost.of(() -> runs.setTag(runId, new Tag("kept", "2")))).isEqualTo(new Cost(1, 1));
        assertThat(Cost.of(() -> runs.logParam(runId, new Param("kept", "1")))).isEqualTo(new Cost(2, 2));
    }

    @ParameterizedTest
    @EnumSource
    void anExperimentIsDeletedWithAFullRunInIt(Filling filling) {
        List<String> ids =
                IntStream.range(0, 5).mapToObj(i -> createRunThatKeeps()).toList();
        fillRun(ids.get(2), filling);
        String id = Long.toString(experiment.id());
        experiments.delete(id);
        assertThat(ids).allMatch(run -> runs.get(run).info().lifecycleStage() == LifecycleStage.DELETED);
        experiments.restore(id);
        assertThat(ids).allMatch(run -> runs.get(run).info().lifecycleStage() == LifecycleStage.ACTIVE);
    }

    private String createModel() {
        return models.create(new NewLoggedModel(
                        Long.toString(experiment.id()),
                        "model",
                        "",
                        "",
                        List.of(new Param("kept", "1")),
                        Map.of("kept", "1")))
                .modelId();
    }

    @ParameterizedTest
    @EnumSource(
            value = Filling.class,
            names = {"SHORT_PARAMS", "LONG_PARAMS", "CHINESE_TAGS", "SHORT_TAGS"})
    void aLoggedModelThatAnEarlierVersionFilledCanBeLeft(Filling filling) {
        String id = createModel();
        full.fill("LOGGED_MODEL#" + id, filling.map, filling::entry);
        LoggedModel before = models.get(id, true);
        assertThat(models.finish(id, LoggedModelStatus.READY).status()).isEqualTo(LoggedModelStatus.READY);
        models.delete(id);
        assertThat(models.get(id, true).lifecycleStage()).isEqualTo(LifecycleStage.DELETED);
        LoggedModel restored = models.restore(id);
        assertThat(restored.params()).isEqualTo(before.params());
        assertThat(restored.tags()).isEqualTo(before.tags());
        assertThat(models.search(LoggedModelSearch.of(
                                List.of(Long.toString(experiment.id())),
                                "tags.kept = '1'",
                                List.of(),
                                List.of(),
                                10,
                                Optional.empty()))
                        .items())
                .containsExactly(restored);

        models.setTags(id, Map.of("kept", "2"));
        assertThat(models.get(id, false).tags()).containsEntry("kept", "2");
        assertThatThrownBy(() -> models.logParams(id, List.of(new Param("kept", "1"))))
                .hasMessageContaining("has one with key 'kept' already");
        for (String key : List.of("kept", "pad")) {
            models.deleteTag(id, key);
            assertThatThrownBy(() -> models.deleteTag(id, key)).hasMessageContaining("No tag with key");
            assertThat(models.get(id, false).tags()).doesNotContainKey(key);
        }
        models.delete(id);
        full.collect(id);
        assertThat(full.isAnythingLeft(id)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(
            value = Filling.class,
            names = {"SHORT_PARAMS", "SHORT_TAGS"})
    void nothingCanBeAddedToAFullLoggedModel(Filling filling) {
        String id = createModel();
        full.fill("LOGGED_MODEL#" + id, filling.map, filling::entry);
        addUntilRefused(i -> models.setTags(id, Map.of("new" + i, "1")));
        addUntilRefused(i -> models.logParams(id, List.of(new Param("new" + i, "1"))));
        models.finish(id, LoggedModelStatus.UPLOAD_FAILED);
        models.delete(id);
    }

    /** An item that was filled to the last byte takes no more than what room its long strings make. */
    private static void addUntilRefused(IntConsumer adding) {
        assertRefused(() -> IntStream.range(0, 50).forEach(adding));
    }

    @Test
    void aLoggedModelThatIsFilledByTagsCanBeLeft() {
        String id = createModel();
        int kept = 0;
        for (int size : List.of(7_900, 790, 79, 1)) {
            for (int i = 0; i < 60; i++) {
                models.setTags(id, Map.of("t" + kept, "模".repeat(size)));
                kept++;
            }
        }
        assertThat(models.get(id, false).tags()).hasSize(kept + 1);
        models.finish(id, LoggedModelStatus.UPLOAD_FAILED);
        models.delete(id);
    }

    @Test
    void aLargeLoggedModelThatIsImportedAgainIsTheSame() {
        Map<String, String> tags = new HashMap<>();
        for (int i = 0; i < 30; i++) {
            tags.put("t" + i, i + "模".repeat(7_000));
        }
        LoggedModel created = models.get(createModel(), false);
        LoggedModel model = new LoggedModel(
                created.modelId() + "-imported",
                created.experimentId(),
                "imported",
                1,
                2,
                created.artifactUri(),
                LoggedModelStatus.READY,
                "",
                "",
                LifecycleStage.ACTIVE,
                tags,
                Map.of(),
                List.of());
        assertThat(models.importModel(model)).isTrue();
        assertThat(models.get(model.modelId(), false)).isEqualTo(model);
        assertThat(models.standing(model)).isEqualTo(Standing.SAME);
    }

    @ParameterizedTest
    @EnumSource(
            value = Filling.class,
            names = {"CHINESE_TAGS", "SHORT_TAGS"})
    void anExperimentThatAnEarlierVersionFilledCanBeLeft(Filling filling) {
        String id = Long.toString(experiment.id());
        experiments.setTag(id, "kept", "1");
        full.fill("EXPERIMENT#" + id, filling.map, filling::entry);
        Experiment before = experiments.get(id);
        experiments.rename(id, "renamed " + filling);
        experiments.delete(id);
        experiments.restore(id);
        Experiment after = experiments.getByName("renamed " + filling);
        assertThat(after.tags()).isEqualTo(before.tags());
        assertThat(experiments
                        .search(ExperimentSearch.of(
                                "name = 'renamed " + filling + "'", ViewType.ALL, List.of(), 10, Optional.empty()))
                        .items())
                .containsExactly(after);

        experiments.setTag(id, "kept", "2");
        assertThat(experiments.get(id).tags()).containsEntry("kept", "2");
        for (String key : List.of("kept", "pad")) {
            experiments.deleteTag(id, key);
            assertThat(experiments.get(id).tags()).doesNotContainKey(key);
            assertThatThrownBy(() -> experiments.deleteTag(id, key))
                    .hasMessage("No tag with name: " + key + " in experiment with id " + id);
        }
    }

    @Test
    void nothingCanBeAddedToAFullExperimentUntilEnoughIsDeleted() {
        String id = Long.toString(experiment.id());
        full.fill("EXPERIMENT#" + id, "tags", i -> Map.entry("k".repeat(240) + i, AttributeValue.fromS("")));
        addUntilRefused(i -> experiments.setTag(id, "n".repeat(200) + i, ""));
        assertRefused(() -> experiments.setTag(id, "new", "1"));
        List<String> keys = experiments.get(id).tags().keySet().stream().toList();
        keys.subList(0, 300).forEach(key -> experiments.deleteTag(id, key));
        experiments.setTag(id, "new", "1");
        assertThat(experiments.get(id).tags()).hasSize(keys.size() - 299).containsEntry("new", "1");
    }

    @Test
    void aDatasetThatIsTooLargeIsRefusedBeforeAnythingIsWritten() {
        Dataset small = new Dataset("small", "1", "local", "{}", null, null, Map.of());
        Dataset large = new Dataset("large", "1", "local", "{}", null, "模".repeat(140_000), Map.of());
        assertThatThrownBy(() -> runs.logInputs(runId, List.of(small, large), List.of()))
                .isInstanceOfSatisfying(
                        RegistryException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_PARAMETER_VALUE))
                .hasMessageStartingWith("The dataset 'large' is larger than");
        assertThat(runs.get(runId).datasets()).isEmpty();
    }

    @Test
    void datasetsOfMoreThanATransactionTakesAreLogged() {
        List<Dataset> datasets = IntStream.range(0, 12)
                .mapToObj(i -> new Dataset("d" + i, "1", "local", "{}", null, "x".repeat(380_000), Map.of()))
                .toList();
        runs.logInputs(runId, datasets, List.of());
        assertThat(runs.get(runId).datasets()).isEqualTo(datasets);
    }

    @Test
    void theItemOfAFullRunStaysSmallerThanTheStoresLimit() {
        fillRun(runId, Filling.SHORT_PARAMS);
        runs.update(runId, FINISHED);
        assertThat(Objects.requireNonNull(full.item("RUN#" + runId).get("params"))
                        .m())
                .isEmpty();
    }
}
