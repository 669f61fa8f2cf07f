package io.lambdaregistry.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.search.Page;
import io.lambdaregistry.testing.StoresSuite;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Expected results are those of MLflow's server, asked the same of the same runs. */
public class RunSearchTest extends StoresSuite {
    private Runs runs;
    private Experiment experiment;
    private Experiment many;

    @BeforeAll
    void start() {
        runs = stores.runs();
        experiment = stores.experiments().create("searched", "", List.of());
        many = stores.experiments().create("many", "", List.of());
        createFive();
        for (int i = 0; i < 60; i++) {
            Run run = runs.create(Tracking.newRun(many, "many" + i, i / 3));
            runs.logMetric(Tracking.metric(run.info().runId(), "m", i % 3 == 0 ? Double.NaN : i % 7, 0));
            if (i % 5 == 0) {
                runs.logInputs(run.info().runId(), List.of(dataset("d" + i)), List.of());
            }
        }
    }

    /** Of run4 nothing is logged; run3 is deleted; run1 is finished. */
    private void createFive() {
        double[] values = {1, 2, Double.NaN, 3};
        for (int i = 0; i < 5; i++) {
            NewRun newRun = new NewRun(
                    Long.toString(experiment.id()),
                    "u" + i % 2,
                    1_000 * (i / 2) + i,
                    List.of(new Tag("t", "v" + i)),
                    "run" + i);
            String id = runs.create(newRun).info().runId();
            if (i < 4) {
                runs.logBatch(
                        id,
                        List.of(Tracking.metric(id, "m", values[i], 0), Tracking.metric(id, "val loss", i, 0)),
                        List.of(new Param("p", Integer.toString(i)), new Param("with.dot", "d")),
                        i == 2 ? List.of(new Tag("only", "x")) : List.of());
            }
            if (i == 1) {
                runs.update(id, new RunUpdate(Optional.of(RunStatus.FINISHED), Optional.of(5_000L), Optional.empty()));
                runs.logInputs(id, List.of(dataset("ds")), List.of());
            }
            if (i == 3) {
                runs.delete(id);
            }
        }
    }

    private static Dataset dataset(String name) {
        return new Dataset(name, "dg", "local", "{}", null, null, Map.of(Dataset.CONTEXT_TAG, "train"));
    }

    private String search(String filter, ViewType view, String... orderBy) {
        RunSearch search = RunSearch.of(
                List.of(Long.toString(experiment.id())), filter, view, List.of(orderBy), 100, Optional.empty());
        return String.join(
                " ",
                runs.search(search).items().stream()
                        .map(run -> run.info().runName().substring(3))
                        .toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    metrics.m > 1                     | 1
                    metrics.m != 1                    | 2 1
                    metrics.m < 100                   | 1 0
                    metric.`val loss` >= 1            | 2 1
                    metrics."val loss" >= 1           | 2 1
                    metrics.m > -1 and params.p = '1' | 1
                    params.p != '1'                   | 2 0
                    parameters.with.dot = "d"         | 2 1 0
                    params.p IS NULL                  | 4
                    tags.t ILIKE 'V1'                 | 1
                    tags.only IS NULL                 | 4 1 0
                    tags.only IS NOT NULL             | 2
                    tags.only != 'y'                  | 2
                    run_name LIKE 'run%'              | 4 2 1 0
                    attributes.`Run name` = 'run1'    | 1
                    status != 'FINISHED'              | 4 2 0
                    attr.status LIKE 'FIN%'           | 1
                    created > 500                     | 4 2
                    end_time != 1                     | 1
                    user_id = 'u1'                    | 1
                    artifact_uri LIKE 'mlflow%'       | 4 2 1 0
                    datasets.name = 'ds'              | 1
                    dataset.digest LIKE 'd%'          | 1
                    datasets.context IN ('train')     | 1
                    datasets.name != 'ds'             | ~~
                    """)
    void filters(String filter, String expected) {
        assertThat(search(filter, ViewType.ACTIVE_ONLY)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    metrics.m              | 0 1 2 4
                    metrics.m DESC         | 1 0 2 4
                    params.p DESC          | 2 1 0 4
                    tags.t DESC            | 4 2 1 0
                    start_time ASC         | 0 1 2 4
                    end_time DESC          | 1 4 2 0
                    status                 | 1 4 2 0
                    user_id                | 4 2 0 1
                    metrics.`val loss` DESC| 2 1 0 4
                    metrics.nope           | 4 2 1 0
                    Created DESC           | 4 2 1 0
                    """)
    void orders(String orderBy, String expected) {
        assertThat(search("", ViewType.ACTIVE_ONLY, orderBy)).isEqualTo(expected);
    }

    @Test
    void viewsLookAtStages() {
        assertThat(search("", ViewType.DELETED_ONLY)).isEqualTo("3");
        assertThat(search("", ViewType.ALL)).isEqualTo("4 3 2 1 0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "metrics.m > '1'",
                "params.p = 1",
                "params.p > '1'",
                "params.p IN ('1')",
                "metrics.m IS NULL",
                "status IN ('FINISHED')",
                "start_time = '1000'",
                "attributes.foo = 'x'",
                "datasets.foo = 'x'",
                "foo.bar = 'x'",
                "metrics.m > 1 OR params.p = '1'",
                "metrics.m > 1;",
                "metrics.m",
                "params.p = v"
            })
    void aFilterThatMlflowRefusesIsRefused(String filter) {
        assertThatThrownBy(() -> search(filter, ViewType.ALL)).isInstanceOf(RegistryException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"foo", "metrics.m ASCC", "datasets.name", "run name", "experiment_id"})
    void anOrderThatIsNotSortableIsRefused(String orderBy) {
        assertThatThrownBy(() -> search("", ViewType.ALL, orderBy)).isInstanceOf(RegistryException.class);
    }

    @Test
    void duplicateOrderFieldsAreRefused() {
        assertThatThrownBy(() -> search("", ViewType.ALL, "metrics.m", "metrics.m DESC"))
                .hasMessageContaining("duplicate fields");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "metrics.m DESC", "run_name", "end_time DESC", "start_time"})
    void pagesHoldEveryRunOnceAndInOrder(String orderBy) {
        List<String> order = orderBy.isEmpty() ? List.of() : List.of(orderBy);
        List<Run> whole = page(order, 100, Optional.empty()).items();
        List<Run> seen = new ArrayList<>();
        Optional<String> token = Optional.empty();
        do {
            Page<Run> page = page(order, 7, token);
            seen.addAll(page.items());
            token = page.nextPageToken();
        } while (token.isPresent());
        assertThat(seen).hasSize(60).isEqualTo(whole);
        assertThat(seen).filteredOn(run -> !run.datasets().isEmpty()).hasSize(12);
    }

    private Page<Run> page(List<String> orderBy, int size, Optional<String> token) {
        return runs.search(
                RunSearch.of(List.of(Long.toString(many.id())), "", ViewType.ACTIVE_ONLY, orderBy, size, token));
    }

    @Test
    void aTokenIsGoodForItsOwnSearchOnly() {
        Optional<String> token = page(List.of(), 7, Optional.empty()).nextPageToken();
        assertThatThrownBy(() -> page(List.of("run_name"), 7, token)).hasMessageContaining("Invalid page token");
    }

    @Test
    void severalExperimentsAreOneResult() {
        RunSearch both = RunSearch.of(
                List.of(Long.toString(many.id()), Long.toString(experiment.id()), "99"),
                "",
                ViewType.ACTIVE_ONLY,
                List.of(),
                1_000,
                Optional.empty());
        List<Run> found = runs.search(both).items();
        assertThat(found).hasSize(64);
        assertThat(found).extracting(run -> -run.info().startTime()).isSorted();
    }

    @Test
    void runsOfADeletedExperimentCountAsDeleted() {
        Experiments experiments = stores.experiments();
        Experiment gone = experiments.create("to be deleted", "", List.of());
        String id = Long.toString(gone.id());
        runs.create(Tracking.newRun(gone, "in it", 1));
        experiments.delete(id);
        assertThat(runs.search(RunSearch.of(List.of(id), "", ViewType.ACTIVE_ONLY, List.of(), 10, Optional.empty()))
                        .items())
                .isEmpty();
        assertThat(runs.search(RunSearch.of(List.of(id), "", ViewType.DELETED_ONLY, List.of(), 10, Optional.empty()))
                        .items())
                .hasSize(1);
    }

    @Test
    void aPageStaysBelowWhatAFunctionMayAnswer() {
        Experiment large = stores.experiments().create("large", "", List.of());
        for (int i = 0; i < 20; i++) {
            String id =
                    runs.create(Tracking.newRun(large, "large" + i, i)).info().runId();
            List<Param> params = new ArrayList<>();
            for (int p = 0; p < 50; p++) {
                params.add(new Param("p" + p, "x".repeat(6_000)));
            }
            runs.logBatch(id, List.of(), params, List.of());
        }
        RunSearch search =
                RunSearch.of(List.of(Long.toString(large.id())), "", ViewType.ALL, List.of(), 100, Optional.empty());
        Page<Run> page = runs.search(search);
        assertThat(page.items()).hasSizeBetween(1, 19);
        assertThat(page.nextPageToken()).isPresent();
    }
}
