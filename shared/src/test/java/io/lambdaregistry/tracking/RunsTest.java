package io.lambdaregistry.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lambdaregistry.search.Page;
import io.lambdaregistry.testing.StoresSuite;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

public class RunsTest extends StoresSuite {
    private Runs runs;
    private Experiment experiment;
    private String runId;

    @BeforeAll
    void start() {
        runs = stores.runs();
        experiment = stores.experiments().create("runs", "s3://bucket/runs", List.of());
    }

    @BeforeEach
    void createRun() {
        runId = runs.create(Tracking.newRun(experiment, "a run", 5)).info().runId();
    }

    private void log(List<LoggedMetric> metrics, List<Param> params, List<Tag> tags) {
        runs.logBatch(runId, metrics, params, tags);
    }

    private List<Metric> history(String key) {
        return runs.metricHistory(runId, key, Integer.MAX_VALUE, Optional.empty())
                .items();
    }

    @Test
    void aNewRunHasItsArtifactsInTheExperiment() {
        Run run = runs.get(runId);
        assertThat(run.info().artifactUri()).isEqualTo("s3://bucket/runs/" + runId + "/artifacts");
        assertThat(run.info().status()).isEqualTo(RunStatus.RUNNING);
        assertThat(run.info().endTime()).isNull();
        assertThat(run.tags()).isEqualTo(Map.of(Run.NAME_TAG, "a run"));
        assertThat(runId).matches("[0-9a-f]{32}");
    }

    @Test
    void aRunWithoutANameIsGivenOne() {
        Run run = runs.create(Tracking.newRun(experiment, "", 5));
        assertThat(run.info().runName())
                .matches("[a-z]+-[a-z]+-\\d+")
                .isEqualTo(run.tags().get(Run.NAME_TAG));
    }

    @Test
    void updatesAnswerTheRunAsItIs() {
        RunInfo finished =
                runs.update(runId, new RunUpdate(Optional.of(RunStatus.FINISHED), Optional.of(9L), Optional.empty()));
        assertThat(finished.status()).isEqualTo(RunStatus.FINISHED);
        assertThat(finished.endTime()).isEqualTo(9);
        RunInfo renamed = runs.update(runId, new RunUpdate(Optional.empty(), Optional.empty(), Optional.of("new")));
        assertThat(renamed.status()).isEqualTo(RunStatus.FINISHED);
        assertThat(runs.get(runId).tags()).containsEntry(Run.NAME_TAG, "new");
    }

    @Test
    void theNameTagRenames() {
        runs.setTag(runId, new Tag(Run.NAME_TAG, "by tag"));
        assertThat(runs.get(runId).info().runName()).isEqualTo("by tag");
        log(List.of(), List.of(), List.of(new Tag(Run.NAME_TAG, "by batch")));
        assertThat(runs.get(runId).info().runName()).isEqualTo("by batch");
        runs.setTag(runId, new Tag(Run.NAME_TAG, ""));
        assertThat(runs.get(runId).info().runName()).isEqualTo("by batch");
    }

    @Test
    void aParamIsWrittenOnce() {
        runs.logParam(runId, new Param("lr", "0.1"));
        runs.logParam(runId, new Param("lr", "0.1"));
        assertThatThrownBy(() -> runs.logParam(runId, new Param("lr", "0.2")))
                .hasMessage("Changing param values is not allowed. Param with key='lr' was already logged with"
                        + " value='0.1' for run ID='" + runId + "'. Attempted logging new value '0.2'.");
    }

    @Test
    void aBatchWithAChangedParamLogsNothing() {
        runs.logParam(runId, new Param("lr", "0.1"));
        assertThatThrownBy(() -> log(
                        List.of(Tracking.metric(runId, "loss", 1, 1)),
                        List.of(new Param("depth", "3"), new Param("lr", "0.2")),
                        List.of(new Tag("t", "1"))))
                .hasMessageContaining("[{'key': 'lr', 'old_value': '0.1', 'new_value': '0.2'}]");
        Run run = runs.get(runId);
        assertThat(run.params()).isEqualTo(Map.of("lr", "0.1"));
        assertThat(run.metrics()).isEmpty();
        assertThat(run.tags()).doesNotContainKey("t");
        assertThat(history("loss")).isEmpty();
    }

    @Test
    void theLatestPointIsThatOfTheHighestStep() {
        runs.logMetric(Tracking.metric(runId, "loss", 3, 2));
        runs.logMetric(Tracking.metric(runId, "loss", 9, 1));
        log(List.of(Tracking.metric(runId, "loss", 8, 0)), List.of(), List.of());
        assertThat(runs.get(runId).metrics().get("loss")).isEqualTo(new Metric("loss", 3, 1_002, 2));
        assertThat(history("loss")).extracting(Metric::value).containsExactly(8.0, 9.0, 3.0);
    }

    @Test
    void nanAndInfinitiesAreKept() {
        log(
                List.of(
                        Tracking.metric(runId, "nan", Double.NaN, 0),
                        Tracking.metric(runId, "inf", Double.POSITIVE_INFINITY, 0),
                        Tracking.metric(runId, "neg", -1e300, -5)),
                List.of(),
                List.of());
        Run run = runs.get(runId);
        assertThat(Tracking.latest(run, "nan").value()).isNaN();
        assertThat(Tracking.latest(run, "inf").value()).isEqualTo(Double.MAX_VALUE);
        assertThat(Tracking.latest(run, "neg")).isEqualTo(new Metric("neg", -1e300, 995, -5));
    }

    @Test
    void aPointLoggedTwiceIsLoggedOnce() {
        runs.logMetric(Tracking.metric(runId, "once", 1, 1));
        runs.logMetric(Tracking.metric(runId, "once", 1, 1));
        log(List.of(Tracking.metric(runId, "once", 1, 1), Tracking.metric(runId, "once", 1, 1)), List.of(), List.of());
        assertThat(history("once")).hasSize(1);
    }

    @Test
    void aFullBatchIsLogged() {
        List<LoggedMetric> metrics = IntStream.range(0, 900)
                .mapToObj(i -> Tracking.metric(runId, "m" + i, i, i))
                .toList();
        List<Param> params = IntStream.range(0, 50)
                .mapToObj(i -> new Param("p" + i, "x".repeat(100)))
                .toList();
        List<Tag> tags =
                IntStream.range(0, 50).mapToObj(i -> new Tag("t" + i, "y")).toList();
        log(metrics, params, tags);
        Run run = runs.get(runId);
        assertThat(run.metrics()).hasSize(900);
        assertThat(run.params()).hasSize(50);
        assertThat(run.tags()).hasSize(51);
    }

    @Test
    void theLongestParamsAndTagsFit() {
        List<Param> params = IntStream.range(0, 100)
                .mapToObj(i -> new Param("p" + i, (char) ('a' + i % 26) + "x".repeat(5_999)))
                .toList();
        List<Tag> tags = IntStream.range(0, 100)
                .mapToObj(i -> new Tag("t" + i, i + "y".repeat(7_900)))
                .toList();
        log(List.of(), params, tags);
        log(List.of(), params, List.of());
        Run run = runs.get(runId);
        params.forEach(param -> assertThat(run.params()).containsEntry(param.key(), param.value()));
        tags.forEach(tag -> assertThat(run.tags()).containsEntry(tag.key(), tag.value()));
        assertThat(search("params.p1 LIKE 'bx%' AND tags.t7 LIKE '7y%'")).containsExactly(run);
        assertThat(search("params.p1 LIKE 'ax%'")).isEmpty();
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

    @Test
    void aRunThatWouldGrowTooLargeIsRefusedAndStaysAsItWas() {
        List<Tag> tags = IntStream.range(0, 2_000)
                .mapToObj(i -> new Tag("k" + i, "x".repeat(250)))
                .toList();
        assertThatThrownBy(() -> runs.create(new NewRun(Long.toString(experiment.id()), "", 1, tags, "large")))
                .hasMessageContaining("400 KB");
        assertThat(search("run_name = 'large'")).isEmpty();
    }

    @Test
    void aLongParamIsWrittenOnce() {
        String value = "x".repeat(6_000);
        String other = "x".repeat(5_999) + "y";
        runs.logParam(runId, new Param("lr", value));
        runs.logParam(runId, new Param("lr", value));
        log(List.of(), List.of(new Param("lr", value)), List.of());
        for (String changed : List.of(other, "short")) {
            assertThatThrownBy(() -> runs.logParam(runId, new Param("lr", changed)))
                    .hasMessage("Changing param values is not allowed. Param with key='lr' was already logged with"
                            + " value='" + value + "' for run ID='" + runId + "'. Attempted logging new value '"
                            + changed
                            + "'.");
            assertThatThrownBy(() -> log(List.of(), List.of(new Param("lr", changed)), List.of()))
                    .hasMessageContaining("'old_value': '" + value + "', 'new_value': '" + changed + "'");
        }
        runs.logParam(runId, new Param("short", "1"));
        assertThatThrownBy(() -> runs.logParam(runId, new Param("short", value)))
                .hasMessageContaining("already logged with value='1'");
        assertThat(runs.get(runId).params()).isEqualTo(Map.of("lr", value, "short", "1"));
    }

    @Test
    void aTagGrowsShrinksAndIsDeleted() {
        String note = "n".repeat(8_000);
        for (String value : List.of("short", note, note + "!", "x".repeat(300), "short", note)) {
            runs.setTag(runId, new Tag("note", value));
            assertThat(runs.get(runId).tags())
                    .containsEntry("note", value.substring(0, Math.min(8_000, value.length())));
        }
        log(List.of(), List.of(), List.of(new Tag("note", "by batch")));
        log(List.of(), List.of(), List.of(new Tag("note", note)));
        runs.deleteTag(runId, "note");
        assertThat(runs.get(runId).tags()).isEqualTo(Map.of(Run.NAME_TAG, "a run"));
        assertThatThrownBy(() -> runs.deleteTag(runId, "note")).hasMessageStartingWith("No tag with name: note");
    }

    @Test
    void nothingIsLeftOfALongTagThatWasDeletedOrReplaced() {
        String secret = "secret ".repeat(100);
        runs.setTag(runId, new Tag("deleted", secret));
        runs.setTag(runId, new Tag("replaced", secret));
        runs.deleteTag(runId, "deleted");
        runs.setTag(runId, new Tag("replaced", "short"));
        assertThat(stores.dynamoDb()
                        .scanPaginator(scan -> scan.tableName(stores.tableName()))
                        .items())
                .noneMatch(item -> item.toString().contains(secret));
    }

    @Test
    void aRunIsCreatedWithLongTags() {
        String text = "t".repeat(5_000);
        NewRun newRun = new NewRun(Long.toString(experiment.id()), "", 1, List.of(new Tag("text", text)), "born");
        String id = runs.create(newRun).info().runId();
        assertThat(runs.get(id).tags()).isEqualTo(Map.of("text", text, Run.NAME_TAG, "born"));
    }

    @Test
    void ofPointsThatAreAlikeButForNanTheFirstStaysTheLatest() {
        for (boolean inBatch : List.of(true, false)) {
            for (double first : List.of(0.0, Double.NaN)) {
                String key = "m" + inBatch + first;
                List<LoggedMetric> points = List.of(
                        Tracking.metric(runId, key, first, 1),
                        Tracking.metric(runId, key, Double.isNaN(first) ? 0 : Double.NaN, 1));
                if (inBatch) {
                    log(points, List.of(), List.of());
                } else {
                    points.forEach(runs::logMetric);
                }
                assertThat(Tracking.latest(runs.get(runId), key).isNaN()).isEqualTo(Double.isNaN(first));
                assertThat(history(key)).hasSize(2);
            }
        }
    }

    @Test
    void historiesComeInPages() {
        log(
                IntStream.range(0, 25)
                        .mapToObj(i -> Tracking.metric(runId, "paged", i, i))
                        .toList(),
                List.of(),
                List.of());
        List<Double> seen = new ArrayList<>();
        Optional<String> token = Optional.empty();
        do {
            Page<Metric> page = runs.metricHistory(runId, "paged", 10, token);
            page.items().forEach(metric -> seen.add(metric.value()));
            token = page.nextPageToken();
        } while (token.isPresent());
        assertThat(seen).hasSize(25).isSorted();
    }

    @Test
    void aDeletedRunCanBeReadAndRestoredButNotChanged() {
        runs.delete(runId);
        runs.delete(runId);
        assertThat(runs.get(runId).info().lifecycleStage()).isEqualTo(LifecycleStage.DELETED);
        String refused = "The run " + runId + " must be in the 'active' state. Current state is deleted.";
        assertThatThrownBy(() -> runs.setTag(runId, new Tag("k", "v"))).hasMessage(refused);
        assertThatThrownBy(() -> runs.deleteTag(runId, "k")).hasMessage(refused);
        assertThatThrownBy(() -> runs.logParam(runId, new Param("k", "v"))).hasMessage(refused);
        assertThatThrownBy(() -> runs.logMetric(Tracking.metric(runId, "m", 1, 1)))
                .hasMessage(refused);
        assertThatThrownBy(() -> log(List.of(), List.of(), List.of())).hasMessage(refused);
        assertThatThrownBy(() -> runs.logOutputs(runId, List.of(new ModelOutput("m-1", 0))))
                .hasMessage(refused);
        assertThat(history("m")).isEmpty();
        runs.restore(runId);
        runs.setTag(runId, new Tag("k", "v"));
    }

    @Test
    void aRunThatDoesNotExistIsNotFound() {
        String refused = "Run with id=nope not found";
        assertThatThrownBy(() -> runs.get("nope")).hasMessage(refused);
        assertThatThrownBy(() -> runs.delete("nope")).hasMessage(refused);
        assertThatThrownBy(() -> runs.setTag("nope", new Tag("k", "v"))).hasMessage(refused);
        assertThatThrownBy(() -> runs.logBatch("nope", List.of(), List.of(), List.of()))
                .hasMessage(refused);
        assertThatThrownBy(() -> runs.deleteTag(runId, "none"))
                .hasMessage("No tag with name: none in run with id " + runId);
    }

    @Test
    void inputsAndOutputsComeBackInTheirOrder() {
        Dataset train = new Dataset("d", "1", "local", "{}", "schema", null, Map.of(Dataset.CONTEXT_TAG, "train"));
        Dataset again = new Dataset("d", "1", "local", "{}", null, null, Map.of(Dataset.CONTEXT_TAG, "eval"));
        Dataset other = new Dataset("a", "2", "local", "{}", null, null, Map.of());
        runs.logInputs(runId, List.of(train, again, other), List.of("m-z", "m-a"));
        runs.logInputs(runId, List.of(again), List.of("m-a"));
        runs.logOutputs(runId, List.of(new ModelOutput("m-2", 3), new ModelOutput("m-1", 4)));
        Run run = runs.get(runId);
        assertThat(run.datasets()).containsExactly(train, other);
        assertThat(run.modelInputs()).containsExactly("m-z", "m-a");
        assertThat(run.modelOutputs()).containsExactly(new ModelOutput("m-2", 3), new ModelOutput("m-1", 4));
    }

    @Test
    void anOutputIsLoggedOnceAndWithItAllOrNone() {
        runs.logOutputs(runId, List.of(new ModelOutput("m-1", 1)));
        String refused = "Cannot log the outputs: run '%s' has one of these models as an output, or one is given twice."
                .formatted(runId);
        List<ModelOutput> many = IntStream.range(0, 150)
                .mapToObj(i -> new ModelOutput(i < 149 ? "n-" + i : "m-1", 2))
                .toList();
        for (List<ModelOutput> models : List.of(
                List.of(new ModelOutput("m-1", 1)),
                List.of(new ModelOutput("m-2", 2), new ModelOutput("m-1", 2)),
                List.of(new ModelOutput("m-3", 1), new ModelOutput("m-3", 2)),
                many)) {
            assertThatThrownBy(() -> runs.logOutputs(runId, models)).hasMessage(refused);
        }
        assertThat(runs.get(runId).modelOutputs()).containsExactly(new ModelOutput("m-1", 1));
        runs.logOutputs(runId, many.subList(0, 149));
        assertThat(runs.get(runId).modelOutputs()).hasSize(150);
    }

    @Test
    void nothingIsCreatedInADeletedExperiment() {
        Experiments experiments = stores.experiments();
        Experiment gone = experiments.create("gone", "", List.of());
        experiments.delete(Long.toString(gone.id()));
        assertThatThrownBy(() -> runs.create(Tracking.newRun(gone, "late", 1)))
                .hasMessageContaining("must be in the 'active' state");
    }
}
