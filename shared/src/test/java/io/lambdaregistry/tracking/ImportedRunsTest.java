package io.lambdaregistry.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.lambdaregistry.testing.TestStores;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Experiments, runs and logged models that come from another registry are here what they were there. */
final class ImportedRunsTest {
    private static TestStores stores;
    private Experiments experiments;
    private Runs runs;
    private LoggedModels models;
    private String name;

    @BeforeAll
    static void start() {
        stores = TestStores.inMemory();
    }

    @AfterAll
    static void stop() {
        stores.close();
    }

    @BeforeEach
    void nameThings(TestInfo test) {
        experiments = stores.experiments();
        runs = stores.runs();
        models = stores.loggedModels();
        name = test.getTestMethod().orElseThrow().getName();
    }

    private Experiment experiment(long id) {
        return new Experiment(
                id, name, "mlflow-artifacts:/there", LifecycleStage.DELETED, 11, 12, Map.of("team", "blue"), 0);
    }

    private Run run(Map<String, String> tags) {
        RunInfo info = new RunInfo(
                name,
                0,
                "a name",
                "somebody",
                RunStatus.FAILED,
                21,
                22L,
                "mlflow-artifacts:/0/" + name + "/artifacts",
                LifecycleStage.DELETED);
        Dataset dataset = new Dataset("data", "d1", "local", "here", null, "{}", Map.of("context", "train"));
        return new Run(
                info,
                Map.of("loss", new Metric("loss", Double.NaN, 31, 4)),
                Map.of("depth", "3"),
                tags,
                List.of(dataset),
                List.of("m-in"),
                List.of(new ModelOutput("m-out", 2), new ModelOutput("m-again", 1)));
    }

    private boolean importRun(Run run) {
        return runs.importRun(run, experiments.get("0"));
    }

    private Standing standing(Run run) {
        return runs.standing(run, experiments.get("0"));
    }

    private LoggedModel model(int metrics) {
        List<LoggedMetric> points = IntStream.range(0, metrics)
                .mapToObj(step -> new LoggedMetric(
                        new Metric("accuracy", 0.5, 1_000 + step, step), "r1", "m-" + name, "data", "d1"))
                .toList();
        return new LoggedModel(
                "m-" + name,
                0,
                "a model",
                41,
                42,
                "mlflow-artifacts:/0/models/m-" + name + "/artifacts",
                LoggedModelStatus.READY,
                "pyfunc",
                "r1",
                LifecycleStage.DELETED,
                Map.of("k", "v"),
                Map.of("p", "1"),
                points);
    }

    @Test
    void anExperimentKeepsItsIdAndIsHereAsItWasThere() {
        experiments.importExperiment(experiment(700));

        assertThat(experiments.get("700")).isEqualTo(experiment(700).withId(700, "mlflow-artifacts:/700"));
        assertThat(experiments.create(name + " next", "", List.of()).id()).isGreaterThan(700);
    }

    @Test
    void anExperimentWhoseIdIsTakenGetsAnother() {
        Experiment other = experiments.create(name + " other", "", List.of());

        Experiment imported = experiments.importExperiment(experiment(other.id()));
        assertThat(imported.id()).isNotEqualTo(other.id());
        assertThat(imported.artifactLocation()).isEqualTo("mlflow-artifacts:/" + imported.id());
        assertThat(experiments.getByName(name)).isEqualTo(imported);
        assertThat(experiments.get(Long.toString(other.id()))).isEqualTo(other);
    }

    @Test
    void anExperimentWhoseNameIsTakenIsTheOneThatHasIt() {
        Experiment here = experiments.create(name, "", List.of());

        assertThat(experiments.importExperiment(experiment(here.id() + 5))).isEqualTo(here);
    }

    @Test
    void idsThatAreGivenOutPassOverImportedOnes() {
        long next = experiments.create(name + " a", "", List.of()).id() + 1;
        experiments.importExperiment(experiment(next));

        assertThat(experiments.create(name + " b", "", List.of()).id()).isEqualTo(next + 1);
    }

    @Test
    void aRunIsHereAsItWasThere() {
        assertThat(standing(run(Map.of()))).isEqualTo(Standing.ABSENT);
        assertThat(importRun(run(Map.of()))).isTrue();

        assertThat(runs.get(name)).isEqualTo(run(Map.of()));
        assertThat(standing(run(Map.of()))).isEqualTo(Standing.SAME);
    }

    @Test
    void longValuesAreHereAsTheyWereThere() {
        Run run = run(Map.of("note", "ä".repeat(5_000), "other", "b".repeat(8_000), "short", "c"));
        importRun(run);

        assertThat(runs.get(name)).isEqualTo(run);
        assertThat(standing(run)).isEqualTo(Standing.SAME);
    }

    @Test
    void runsOfADeletedExperimentComeBackWithIt() {
        Experiment experiment = experiments.importExperiment(experiment(900));
        Run run = run(Map.of());
        runs.importRun(run.withInfo(run.info().movedTo(900, "mlflow-artifacts:/900/r")), experiment);
        experiments.restore("900");

        assertThat(runs.get(name).info().lifecycleStage()).isEqualTo(LifecycleStage.ACTIVE);
    }

    @Test
    void aRunThatWentOnThereIsBroughtUpToDate() {
        importRun(run(Map.of("a", "1")));

        assertThat(standing(run(Map.of("a", "2")))).isEqualTo(Standing.OUTDATED);
        assertThat(importRun(run(Map.of("a", "2")))).isTrue();
        assertThat(runs.get(name).tags()).containsExactly(Map.entry("a", "2"));
    }

    @Test
    void aRunThatWasWrittenToHereStays() {
        importRun(run(Map.of("a", "1")));
        runs.restore(name);
        runs.setTag(name, new Tag("mine", "yes"));

        assertThat(standing(run(Map.of("a", "2")))).isEqualTo(Standing.CHANGED_HERE);
        assertThat(importRun(run(Map.of("a", "2")))).isFalse();
        assertThat(runs.get(name).tags()).containsOnly(Map.entry("a", "1"), Map.entry("mine", "yes"));
    }

    @Test
    void aRunThatReadSomethingElseHereStays() {
        Run active = run(Map.of()).withLifecycleStage(LifecycleStage.ACTIVE);
        importRun(active);
        runs.logInputs(name, List.of(), List.of("m-new"));

        assertThat(standing(active)).isEqualTo(Standing.CHANGED_HERE);
    }

    @Test
    void pointsImportedTwiceAreThereOnce() {
        List<LoggedMetric> points = IntStream.range(0, 60)
                .mapToObj(step -> Tracking.metric(name, "loss", step, step))
                .toList();
        runs.importPoints(points);
        runs.importPoints(points);

        assertThat(runs.metricHistory(name, "loss", 1_000, Optional.empty()).items())
                .hasSize(60);
    }

    @Test
    void aLoggedModelIsHereAsItWasThereHoweverManyPointsItHas() {
        LoggedModel model = model(250);
        assertThat(models.importModel(model)).isTrue();

        assertThat(models.get(model.modelId(), true)).isEqualTo(model);
        assertThat(models.standing(model)).isEqualTo(Standing.SAME);
        assertThat(models.importModel(model)).isTrue();
        assertThat(models.get(model.modelId(), true)).isEqualTo(model);
    }

    @Test
    void aLoggedModelThatWasWrittenToHereStays() {
        models.importModel(model(1));
        models.setTags("m-" + name, Map.of("mine", "yes"));

        assertThat(models.standing(model(2))).isEqualTo(Standing.CHANGED_HERE);
        assertThat(models.importModel(model(2))).isFalse();
    }
}
