package io.lambdaregistry.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lambdaregistry.error.ErrorCode;
import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.registry.AtOnce;
import io.lambdaregistry.search.Page;
import io.lambdaregistry.testing.TestStores;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ExperimentsTest {
    private TestStores stores;
    private Experiments experiments;

    @BeforeEach
    void start() {
        stores = TestStores.inMemory();
        experiments = stores.experiments();
    }

    @AfterEach
    void stop() {
        stores.close();
    }

    private Experiment create(String name) {
        return experiments.create(name, "", List.of());
    }

    private List<String> names(String filter, ViewType view, String... orderBy) {
        return experiments
                .search(ExperimentSearch.of(filter, view, List.of(orderBy), 100, Optional.empty()))
                .items()
                .stream()
                .map(Experiment::name)
                .toList();
    }

    @Test
    void theDefaultExperimentIsThereFromTheStart() {
        Experiment experiment = experiments.get("0");
        assertThat(experiment.name()).isEqualTo("Default");
        assertThat(experiment.artifactLocation()).isEqualTo("mlflow-artifacts:/0");
        assertThat(experiments.getByName("Default")).isEqualTo(experiment);
        assertThat(names("", ViewType.ALL)).containsExactly("Default");
    }

    @Test
    void theNameOfTheDefaultExperimentIsTakenFromTheStart() {
        assertThatThrownBy(() -> create("Default")).hasMessage("Experiment(name=Default) already exists.");
    }

    @Test
    void idsRiseFromOne() {
        assertThat(create("first").id()).isEqualTo(1);
        assertThat(create("second").id()).isEqualTo(2);
        assertThat(create("third").artifactLocation()).isEqualTo("mlflow-artifacts:/3");
    }

    @Test
    void ofConcurrentCreationsUnderANameOneWins() throws InterruptedException {
        List<Optional<ErrorCode>> outcomes = AtOnce.atOnce(i -> () -> create("contended"));
        assertThat(outcomes).filteredOn(Optional::isEmpty).hasSize(1);
        assertThat(outcomes)
                .filteredOn(Optional::isPresent)
                .containsOnly(Optional.of(ErrorCode.RESOURCE_ALREADY_EXISTS));
    }

    @Test
    void concurrentCreationsNeverShareAnId() throws InterruptedException {
        assertThat(AtOnce.atOnce(i -> () -> create("e" + i))).containsOnly(Optional.empty());
        List<Long> ids = experiments
                .search(ExperimentSearch.of("name LIKE 'e%'", ViewType.ALL, List.of(), 100, Optional.empty()))
                .items()
                .stream()
                .map(Experiment::id)
                .toList();
        assertThat(ids).hasSize(AtOnce.THREADS).doesNotHaveDuplicates();
    }

    @Test
    void aDeletedExperimentKeepsItsNameAndCanBeRestored() {
        String id = Long.toString(create("kept").id());
        experiments.delete(id);
        assertThat(experiments.get(id).lifecycleStage()).isEqualTo(LifecycleStage.DELETED);
        assertThatThrownBy(() -> create("kept")).hasMessageContaining("already exists");
        assertThatThrownBy(() -> experiments.delete(id)).hasMessage("No Experiment with id=" + id + " exists");
        assertThatThrownBy(() -> experiments.rename(id, "other")).hasMessageContaining("non-active");
        assertThatThrownBy(() -> experiments.setTag(id, "k", "v")).hasMessageContaining("Current state is deleted");
        experiments.restore(id);
        assertThat(experiments.getByName("kept").lifecycleStage()).isEqualTo(LifecycleStage.ACTIVE);
    }

    @Test
    void aDeletedExperimentTakesItsRunsWithItAndARestoredOneBringsThemAllBack() {
        Runs runs = stores.runs();
        Experiment doomed = create("doomed");
        String id = Long.toString(doomed.id());
        String kept = runs.create(Tracking.newRun(doomed, "kept", 1)).info().runId();
        String gone = runs.create(Tracking.newRun(doomed, "gone", 2)).info().runId();
        runs.delete(gone);
        experiments.delete(id);
        assertThat(stages(runs, kept, gone)).containsExactly(LifecycleStage.DELETED, LifecycleStage.DELETED);
        assertThatThrownBy(() -> runs.setTag(kept, new Tag("k", "v"))).hasMessageContaining("Current state is deleted");
        runs.restore(kept);
        assertThat(stages(runs, kept, gone)).containsExactly(LifecycleStage.ACTIVE, LifecycleStage.DELETED);
        assertThat(searched(runs, id, ViewType.ACTIVE_ONLY)).containsExactly("kept");
        experiments.restore(id);
        assertThat(stages(runs, kept, gone)).containsExactly(LifecycleStage.ACTIVE, LifecycleStage.ACTIVE);
        runs.delete(gone);
        assertThat(searched(runs, id, ViewType.ACTIVE_ONLY)).containsExactly("kept");
    }

    private static List<LifecycleStage> stages(Runs runs, String... runIds) {
        return Stream.of(runIds).map(id -> runs.get(id).info().lifecycleStage()).toList();
    }

    private static List<String> searched(Runs runs, String experimentId, ViewType view) {
        return runs
                .search(RunSearch.of(List.of(experimentId), "", view, List.of("run_name"), 1_000, Optional.empty()))
                .items()
                .stream()
                .map(run -> run.info().runName())
                .toList();
    }

    @Test
    void runsEndUpAsTheirExperimentDoesHoweverDeletionsAndRestorationsRace() throws InterruptedException {
        Runs runs = stores.runs();
        Experiment raced = create("raced");
        String id = Long.toString(raced.id());
        for (int i = 0; i < 40; i++) {
            runs.create(Tracking.newRun(raced, "r" + i, i));
        }
        AtOnce.atOnce(i -> Tracking.call(() -> {
            if (i % 2 == 0) {
                experiments.delete(id);
            } else {
                experiments.restore(id);
            }
        }));
        LifecycleStage stage = experiments.get(id).lifecycleStage();
        List<Run> all = runs.search(RunSearch.of(List.of(id), "", ViewType.ALL, List.of(), 1_000, Optional.empty()))
                .items();
        assertThat(all).hasSize(40).allMatch(run -> run.info().lifecycleStage() == stage);
        assertThat(all).allMatch(run -> runs.get(run.info().runId()).info().lifecycleStage() == stage);
    }

    @Test
    void renamingFreesTheOldNameAndClaimsTheNew() {
        String id = Long.toString(create("old").id());
        create("taken");
        assertThatThrownBy(() -> experiments.rename(id, "taken"))
                .extracting(e -> ((RegistryException) e).code())
                .isEqualTo(ErrorCode.BAD_REQUEST);
        experiments.rename(id, "new");
        experiments.rename(id, "new");
        assertThat(experiments.getByName("new").id()).isEqualTo(1);
        assertThatThrownBy(() -> experiments.getByName("old")).hasMessage("Could not find experiment with name 'old'");
        assertThat(create("old").id()).isGreaterThan(1);
    }

    @Test
    void tagsAreSetAndDeleted() {
        String id = Long.toString(create("tagged").id());
        experiments.setTag(id, "team", "core");
        experiments.setTag("0", "team", "none");
        assertThat(experiments.get(id).tags()).containsEntry("team", "core");
        experiments.deleteTag(id, "team");
        assertThatThrownBy(() -> experiments.deleteTag(id, "team"))
                .hasMessage("No tag with name: team in experiment with id " + id);
        assertThatThrownBy(() -> experiments.setTag("99", "k", "v")).hasMessage("No Experiment with id=99 exists");
    }

    @Test
    void searchesFilterAndSort() {
        create("alpha");
        String beta = Long.toString(create("beta").id());
        experiments.setTag(beta, "team", "core");
        experiments.delete(Long.toString(create("gone").id()));
        assertThat(names("", ViewType.ACTIVE_ONLY, "name DESC")).containsExactly("beta", "alpha", "Default");
        assertThat(names("", ViewType.DELETED_ONLY)).containsExactly("gone");
        assertThat(names("tags.team = 'core'", ViewType.ALL)).containsExactly("beta");
        assertThat(names("tags.team IS NULL", ViewType.ACTIVE_ONLY, "name")).containsExactly("Default", "alpha");
        assertThat(names("name ILIKE 'A%'", ViewType.ALL)).containsExactly("alpha");
        assertThat(names("experiment_id IN ('0', '02')", ViewType.ALL, "experiment_id"))
                .containsExactly("Default", "beta");
        assertThat(names("creation_time > 0 AND name != 'beta'", ViewType.ACTIVE_ONLY, "name"))
                .containsExactly("Default", "alpha");
    }

    @Test
    void pagesHoldEveryExperimentOnce() {
        for (int i = 0; i < 30; i++) {
            create("p" + i);
        }
        for (List<String> orderBy : List.of(List.<String>of(), List.of("name"), List.of("last_update_time DESC"))) {
            List<String> seen = new ArrayList<>();
            Optional<String> token = Optional.empty();
            do {
                Page<Experiment> page = experiments.search(ExperimentSearch.of("", ViewType.ALL, orderBy, 7, token));
                page.items().forEach(experiment -> seen.add(experiment.name()));
                token = page.nextPageToken();
            } while (token.isPresent());
            assertThat(seen).hasSize(31).doesNotHaveDuplicates();
        }
    }
}
