package io.lambdaregistry.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.lambdaregistry.search.Page;
import io.lambdaregistry.testing.LaggingIndexes;
import io.lambdaregistry.testing.TestStores;
import io.lambdaregistry.tracking.Experiment;
import io.lambdaregistry.tracking.ExperimentSearch;
import io.lambdaregistry.tracking.LoggedMetric;
import io.lambdaregistry.tracking.LoggedModel;
import io.lambdaregistry.tracking.LoggedModelSearch;
import io.lambdaregistry.tracking.LoggedModelStatus;
import io.lambdaregistry.tracking.Metric;
import io.lambdaregistry.tracking.NewLoggedModel;
import io.lambdaregistry.tracking.NewRun;
import io.lambdaregistry.tracking.Param;
import io.lambdaregistry.tracking.Run;
import io.lambdaregistry.tracking.RunSearch;
import io.lambdaregistry.tracking.RunStatus;
import io.lambdaregistry.tracking.RunUpdate;
import io.lambdaregistry.tracking.Tag;
import io.lambdaregistry.tracking.ViewType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What MLflow's clients search for right after they wrote it is found, though the indexes have not seen it yet. */
final class SearchRightAfterWriteTest {
    private final TestStores table = TestStores.inMemory();
    private final LaggingIndexes indexes = new LaggingIndexes(table.dynamoDb(), table.tableName());
    private final TestStores stores = table.by(indexes.client());
    private final ModelRegistry registry = stores.registry();

    @AfterEach
    void close() {
        indexes.close();
        table.close();
    }

    private List<ModelVersion> versionsOfRun(String run, int maxResults) {
        List<ModelVersion> found = new ArrayList<>();
        Optional<String> token = Optional.empty();
        do {
            Page<ModelVersion> page =
                    registry.searchVersions(VersionSearch.of("run_id = '" + run + "'", List.of(), maxResults, token));
            found.addAll(page.items());
            token = page.nextPageToken();
        } while (token.isPresent());
        return found;
    }

    private List<String> models(String filter) {
        return registry.searchModels(ModelSearch.of(filter, List.of(), 10, Optional.empty())).items().stream()
                .map(RegisteredModel::name)
                .toList();
    }

    private List<Run> runs(String filter, List<String> order, int maxResults) {
        List<Run> found = new ArrayList<>();
        Optional<String> token = Optional.empty();
        do {
            Page<Run> page = stores.runs()
                    .search(RunSearch.of(List.of("0"), filter, ViewType.ACTIVE_ONLY, order, maxResults, token));
            found.addAll(page.items());
            token = page.nextPageToken();
        } while (token.isPresent());
        return found;
    }

    private List<LoggedModel> loggedModels(String filter) {
        return stores.loggedModels()
                .search(LoggedModelSearch.of(List.of("0"), filter, List.of(), List.of(), 10, Optional.empty()))
                .items();
    }

    private Run run(String name, long start) {
        return stores.runs().create(new NewRun("0", "me", start, List.of(), name));
    }

    private static LoggedMetric point(Run run, Metric metric) {
        return new LoggedMetric(metric, id(run), "", "", "");
    }

    private static String id(Run run) {
        return run.info().runId();
    }

    @Test
    void aVersionIsFoundByItsRun() throws InterruptedException {
        registry.createModel("m", "", Map.of());
        registry.createVersion("m", "s3://bucket/a", "r1", null, "", "", Map.of());
        assertThat(versionsOfRun("r1", 10)).extracting(ModelVersion::version).containsExactly(1L);
        indexes.catchUp();
        registry.createVersion("m", "s3://bucket/b", "r1", null, "", "", Map.of());
        Thread.sleep(2); // so that no two have the same last update
        registry.updateVersion("m", "1", "words");
        for (int page : List.of(1, 10)) {
            assertThat(versionsOfRun("r1", page))
                    .extracting(ModelVersion::version)
                    .containsExactlyInAnyOrder(1L, 2L);
        }
        indexes.catchUp();
        for (int page : List.of(1, 10)) {
            assertThat(versionsOfRun("r1", page))
                    .extracting(ModelVersion::version)
                    .containsExactly(1L, 2L);
        }
        registry.deleteVersion("m", "2");
        assertThat(versionsOfRun("r1", 10)).extracting(ModelVersion::version).containsExactly(1L);
    }

    @Test
    void theFirstModelsAreListed() {
        assertThat(models("")).isEmpty();
        registry.createModel("a", "", Map.of());
        registry.createModel("prompt", "", Map.of(RegisteredModel.IS_PROMPT_TAG, "true"));
        assertThat(models("")).containsExactly("a");
        assertThat(models("name LIKE 'a%'")).containsExactly("a");
        assertThat(models("name LIKE 'b%'")).isEmpty();
        assertThat(models("tags.`" + RegisteredModel.IS_PROMPT_TAG + "` = 'true'"))
                .containsExactly("prompt");
        indexes.catchUp();
        assertThat(models("")).containsExactly("a");
    }

    @Test
    void aRunIsFoundByWhatWasLoggedLast() {
        Run run = run("trial", 5);
        assertThat(runs("tags.mlflow.runName = 'trial'", List.of(), 10))
                .extracting(SearchRightAfterWriteTest::id)
                .containsExactly(id(run));
        stores.runs().logParam(id(run), new Param("depth", "3"));
        stores.runs().logMetric(point(run, new Metric("rmse", 0.25, 1, 0)));
        assertThat(runs("metrics.rmse < 1 AND params.depth = '3'", List.of("metrics.rmse ASC"), 10))
                .containsExactly(stores.runs().get(id(run)));
        indexes.catchUp();
        stores.runs().logMetric(point(run, new Metric("rmse", 0.125, 2, 1)));
        assertThat(runs("metrics.rmse < 0.2", List.of(), 10))
                .containsExactly(stores.runs().get(id(run)));
        assertThat(runs("metrics.rmse > 0.2", List.of(), 10)).isEmpty();
    }

    @Test
    void aRunOfHoursIsFoundByWhatWasLoggedLast() {
        Run run = run("training", 1);
        Run ended = run("another", 2);
        stores.runs()
                .update(id(ended), new RunUpdate(Optional.of(RunStatus.FINISHED), Optional.of(3L), Optional.empty()));
        indexes.catchUp();
        stores.letTimePass();
        stores.runs().logMetric(point(run, new Metric("rmse", 0.125, 1, 0)));
        assertThat(runs("metrics.rmse < 0.2", List.of(), 10))
                .containsExactly(stores.runs().get(id(run)));
        assertThat(runs("metrics.rmse < 0.2", List.of("metrics.rmse ASC"), 10))
                .containsExactly(stores.runs().get(id(run)));
        assertThat(runs("metrics.rmse < 0.1", List.of(), 10)).isEmpty();
    }

    @Test
    void aLoggedModelIsFoundByItsNameAsLoadingItByItsRunDoes() {
        Run run = run("training", 1);
        LoggedModel model =
                stores.loggedModels().create(new NewLoggedModel("0", "model", "", id(run), List.of(), Map.of()));
        assertThat(loggedModels("name = 'model'"))
                .extracting(LoggedModel::modelId)
                .containsExactly(model.modelId());
        indexes.catchUp();
        stores.loggedModels().finish(model.modelId(), LoggedModelStatus.READY);
        assertThat(loggedModels("name = 'model' AND status = 'READY'"))
                .containsExactly(stores.loggedModels().get(model.modelId(), false));
    }

    @Test
    void aNewExperimentIsListed() {
        stores.experiments().create("new one", "", List.of());
        assertThat(stores.experiments()
                        .search(ExperimentSearch.of(
                                "name = 'new one'", ViewType.ACTIVE_ONLY, List.of(), 10, Optional.empty()))
                        .items())
                .extracting(Experiment::name)
                .containsExactly("new one");
    }

    @Test
    void whateverTheIndexesHaveSeenAllRunsAreListedOnceAndInOrder() {
        SplittableRandom random = new SplittableRandom(20_261_130);
        List<Run> created = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            created.add(run("run-" + i, random.nextInt(1_000)));
            indexes.catchUpTo(random.nextInt(8));
            Run touched = created.get(Math.max(0, created.size() - 1 - random.nextInt(3)));
            stores.runs().setTag(id(touched), new Tag("touched", "" + i));
            if (i % 5 == 0) {
                stores.runs().logParam(id(created.getLast()), new Param("long", "x".repeat(300)));
            }
            List<Run> expected =
                    created.stream().map(run -> stores.runs().get(id(run))).toList();
            int page = 1 + random.nextInt(20);
            List<Run> listed = runs("", List.of(), page);
            assertThat(listed).containsExactlyInAnyOrderElementsOf(expected);
            assertThat(IntStream.range(1, listed.size()))
                    .allMatch(at -> listed.get(at - 1).info().startTime()
                            >= listed.get(at).info().startTime());
            assertThat(runs("", List.of("attributes.run_name DESC"), page))
                    .containsExactlyInAnyOrderElementsOf(expected);
        }
    }
}
