package io.lambdaregistry.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lambdaregistry.testing.StoresSuite;
import io.lambdaregistry.tracking.LoggedModelSearch.OnDataset;
import io.lambdaregistry.tracking.LoggedModelSearch.OrderField;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

public class LoggedModelsTest extends StoresSuite {
    private static final OnDataset ANY = new OnDataset("", "");

    private LoggedModels models;
    private Runs runs;
    private int experiments;

    @BeforeAll
    void start() {
        models = stores.loggedModels();
        runs = stores.runs();
    }

    private Experiment experiment() {
        return stores.experiments().create("models" + experiments++, "", List.of());
    }

    private LoggedModel create(Experiment experiment, String name) {
        return models.create(new NewLoggedModel(
                Long.toString(experiment.id()),
                name,
                "pyfunc",
                "",
                List.of(new Param("name", name)),
                Map.of("stage", "dev")));
    }

    private static LoggedModelSearch search(Experiment experiment, String filter, OrderField... orderBy) {
        return LoggedModelSearch.of(
                List.of(Long.toString(experiment.id())), filter, List.of(), List.of(orderBy), 100, Optional.empty());
    }

    private List<String> names(LoggedModelSearch search) {
        return models.search(search).items().stream().map(LoggedModel::name).toList();
    }

    @Test
    void aModelIsPendingUntilItsUploadEnds() {
        Experiment experiment = experiment();
        LoggedModel model = create(experiment, "model");
        assertThat(model.modelId()).matches("m-[0-9a-f]{32}");
        assertThat(model.artifactUri())
                .isEqualTo("mlflow-artifacts:/%d/models/%s/artifacts".formatted(experiment.id(), model.modelId()));
        assertThat(model.status()).isEqualTo(LoggedModelStatus.PENDING);
        assertThat(models.get(model.modelId(), false)).isEqualTo(model);
        assertThat(models.finish(model.modelId(), LoggedModelStatus.READY).status())
                .isEqualTo(LoggedModelStatus.READY);
    }

    @Test
    void namesThatCouldBePathsAreRefused() {
        Experiment experiment = experiment();
        assertThatThrownBy(() -> create(experiment, "a/b")).hasMessageContaining("Invalid model name ('a/b')");
    }

    @Test
    void paramsAreWrittenOnceAndTagsReplaced() {
        String id = create(experiment(), "m").modelId();
        models.logParams(id, List.of(new Param("lr", "1")));
        assertThatThrownBy(() -> models.logParams(id, List.of(new Param("depth", "3"), new Param("lr", "1"))))
                .hasMessageContaining("'lr'");
        models.setTags(id, Map.of("stage", "prod", "new", "x"));
        models.deleteTag(id, "new");
        assertThatThrownBy(() -> models.deleteTag(id, "new"))
                .hasMessage("No tag with key 'new' found for model with ID '" + id + "'.");
        LoggedModel model = models.get(id, false);
        assertThat(model.params()).isEqualTo(Map.of("name", "m", "lr", "1"));
        assertThat(model.tags()).isEqualTo(Map.of("stage", "prod"));
    }

    @Test
    void aDeletedModelIsSeenWhenAskedFor() {
        Experiment experiment = experiment();
        String id = create(experiment, "gone").modelId();
        models.delete(id);
        models.delete(id);
        assertThatThrownBy(() -> models.get(id, false)).hasMessage("Logged model with ID '" + id + "' not found.");
        assertThat(models.get(id, true).lifecycleStage()).isEqualTo(LifecycleStage.DELETED);
        assertThat(names(search(experiment, ""))).isEmpty();
        assertThatThrownBy(() -> models.delete("nope")).hasMessage("Logged model with ID 'nope' not found.");
    }

    @Test
    void metricsOfARunAppearOnTheModelTheyAreAbout() {
        Experiment experiment = experiment();
        LoggedModel model = create(experiment, "measured");
        String runId = runs.create(Tracking.newRun(experiment, "r", 1)).info().runId();
        LoggedMetric first = Tracking.about(model, Tracking.metric(runId, "acc", 0.5, 1));
        LoggedMetric second = Tracking.about(model, Tracking.metric(runId, "acc", 0.7, 2));
        runs.logMetric(first);
        runs.logMetric(first);
        runs.logBatch(runId, List.of(second, Tracking.metric(runId, "acc", 0.9, 3)), List.of(), List.of());
        assertThat(models.get(model.modelId(), false).metrics()).containsExactly(first, second);
        assertThat(Tracking.latest(runs.get(runId), "acc").value()).isEqualTo(0.9);
        LoggedMetric unknown = new LoggedMetric(first.metric(), runId, "m-none", "", "");
        assertThatThrownBy(() -> runs.logMetric(unknown)).hasMessageContaining("m-none");
    }

    @Test
    void searchesFilterAndSort() {
        Experiment experiment = experiment();
        LoggedModel a = create(experiment, "alpha");
        LoggedModel b = create(experiment, "beta");
        create(experiment, "gamma");
        String runId = runs.create(Tracking.newRun(experiment, "r", 1)).info().runId();
        runs.logMetric(Tracking.about(a, Tracking.metric(runId, "acc", 0.9, 1)));
        runs.logMetric(Tracking.about(b, Tracking.metric(runId, "acc", 0.5, 1)));
        runs.logMetric(Tracking.about(b, Tracking.metric(runId, "acc", 0.95, 2)));
        models.setTags(a.modelId(), Map.of("team", "core"));
        assertThat(names(search(experiment, "metrics.acc > 0.6"))).containsExactlyInAnyOrder("alpha", "beta");
        assertThat(names(search(experiment, "params.name = 'gamma'"))).containsExactly("gamma");
        assertThat(names(search(experiment, "tags.team = 'core' AND name LIKE 'al%'")))
                .containsExactly("alpha");
        assertThat(names(search(experiment, "attributes.model_type = 'pyfunc'", new OrderField("name", false, ANY))))
                .containsExactly("gamma", "beta", "alpha");
        assertThat(names(search(experiment, "", new OrderField("metrics.acc", false, ANY))))
                .containsExactly("beta", "alpha", "gamma");
        assertThat(names(LoggedModelSearch.of(
                        List.of(Long.toString(experiment.id())),
                        "",
                        List.of(new OnDataset("data", "d1")),
                        List.of(new OrderField("name", true, ANY)),
                        10,
                        Optional.empty())))
                .containsExactly("alpha", "beta");
        assertThatThrownBy(() -> search(experiment, "foo = 'x'")).hasMessageContaining("'foo'");
        assertThatThrownBy(() -> search(experiment, "", new OrderField("params.p", true, ANY)))
                .hasMessage("Invalid order by field name: params.p. Only metrics are supported.");
    }

    @Test
    void pagesHoldEveryModelOnce() {
        Experiment experiment = experiment();
        for (int i = 0; i < 23; i++) {
            create(experiment, "m" + i);
        }
        for (List<OrderField> order : List.of(List.<OrderField>of(), List.of(new OrderField("name", true, ANY)))) {
            List<String> seen = new ArrayList<>();
            Optional<String> token = Optional.empty();
            do {
                var page = models.search(
                        LoggedModelSearch.of(List.of(Long.toString(experiment.id())), "", List.of(), order, 5, token));
                page.items().forEach(model -> seen.add(model.name()));
                token = page.nextPageToken();
            } while (token.isPresent());
            assertThat(seen).hasSize(23).doesNotHaveDuplicates();
        }
    }
}
