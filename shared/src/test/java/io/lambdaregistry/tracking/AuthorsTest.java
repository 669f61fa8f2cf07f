package io.lambdaregistry.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.lambdaregistry.access.Authors;
import io.lambdaregistry.access.Caller;
import io.lambdaregistry.access.Principal;
import io.lambdaregistry.testing.StoresSuite;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Everything that tracking stores names the principals that created it and changed it last. */
class AuthorsTest extends StoresSuite {
    private static final Principal ANNA = Principal.local("anna");
    private static final String LONG = "x".repeat(1_000);

    private Runs runs;
    private LoggedModels models;
    private Experiments experiments;
    private Experiment experiment;
    private int changes;

    @BeforeAll
    void start() {
        runs = stores.runs();
        models = stores.loggedModels();
        experiments = stores.experiments();
        experiment = Caller.as(ANNA, () -> experiments.create("authors", "", List.of()));
    }

    /** Each change is made by a principal of its own, which must be the author of the latest change afterwards. */
    private void changes(Supplier<Authors> authors, List<Runnable> all) {
        for (int i = 0; i < all.size(); i++) {
            Runnable change = all.get(i);
            Principal bert = Principal.local("bert " + changes++);
            Caller.as(bert, () -> {
                change.run();
                return true;
            });
            assertThat(authors.get()).as("change %s", i).isEqualTo(new Authors(ANNA, bert));
        }
    }

    @Test
    void aChangeOfARunNamesItsPrincipal() {
        Run run = Caller.as(ANNA, () -> runs.create(Tracking.newRun(experiment, "a run", 5)));
        String id = run.info().runId();
        assertThat(runs.get(id)).isEqualTo(run);
        assertThat(run.authors()).isEqualTo(new Authors(ANNA, ANNA));
        changes(
                () -> runs.get(id).authors(),
                List.of(
                        () -> runs.setTag(id, new Tag("key", "value")),
                        () -> runs.setTag(id, new Tag("long", LONG)),
                        () -> runs.deleteTag(id, "key"),
                        () -> runs.deleteTag(id, "long"),
                        () -> runs.logModel(id, old -> old + "[]"),
                        () -> runs.logParam(id, new Param("p", "1")),
                        () -> runs.logParam(id, new Param("long", LONG)),
                        () -> runs.logMetric(Tracking.metric(id, "m", 1, 1)),
                        () -> runs.logBatch(id, List.of(), List.of(new Param("q", "1")), List.of()),
                        () -> runs.update(
                                id, new RunUpdate(Optional.of(RunStatus.FINISHED), Optional.empty(), Optional.empty())),
                        () -> runs.delete(id),
                        () -> runs.restore(id)));
    }

    @Test
    void aChangeOfALoggedModelNamesItsPrincipal() {
        LoggedModel model = Caller.as(
                ANNA,
                () -> models.create(new NewLoggedModel(
                        Long.toString(experiment.id()), "model", "pyfunc", "", List.of(), Map.of())));
        String id = model.modelId();
        assertThat(model.authors()).isEqualTo(new Authors(ANNA, ANNA));
        changes(
                () -> models.get(id, true).authors(),
                List.of(
                        () -> models.setTags(id, Map.of("key", "value")),
                        () -> models.deleteTag(id, "key"),
                        () -> models.changeTag(id, "key", old -> old + "!"),
                        () -> models.logParams(id, List.of(new Param("p", "1"))),
                        () -> models.finish(id, LoggedModelStatus.READY),
                        () -> models.delete(id),
                        () -> models.restore(id)));
    }

    @Test
    void aChangeOfAnExperimentNamesItsPrincipalAndThatOfItsRuns() {
        Experiment own = Caller.as(ANNA, () -> experiments.create("own", "", List.of()));
        String id = Long.toString(own.id());
        String runId = Caller.as(ANNA, () -> runs.create(Tracking.newRun(own, "a run", 5)))
                .info()
                .runId();
        changes(
                () -> experiments.get(id).authors(),
                List.of(
                        () -> experiments.setTag(id, "key", "value"),
                        () -> experiments.deleteTag(id, "key"),
                        () -> experiments.rename(id, "own, renamed")));
        List<Runnable> ofRuns = List.of(() -> experiments.delete(id), () -> experiments.restore(id));
        changes(() -> experiments.get(id).authors(), ofRuns);
        changes(() -> runs.get(runId).authors(), ofRuns);
    }

    @Test
    void anImportIsOfUnknownAuthorsUntilItIsChanged() {
        String id = "f".repeat(32);
        RunInfo info = new RunInfo(
                id, experiment.id(), "a run", "carl", RunStatus.FINISHED, 21, 22L, "s3://b/a", LifecycleStage.ACTIVE);
        Run imported = new Run(info, Map.of(), Map.of(), Map.of(), List.of(), List.of(), List.of());
        Caller.as(ANNA, () -> runs.importRun(imported, experiment));
        assertThat(runs.get(id).authors()).isEqualTo(Authors.UNKNOWN);
        Caller.as(ANNA, () -> {
            runs.setTag(id, new Tag("key", "value"));
            return true;
        });
        assertThat(runs.get(id).authors()).isEqualTo(new Authors(Principal.UNKNOWN, ANNA));
    }
}
