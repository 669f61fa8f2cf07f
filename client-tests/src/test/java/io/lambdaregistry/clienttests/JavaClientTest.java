package io.lambdaregistry.clienttests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lambdaregistry.processes.MlflowRelease;
import io.lambdaregistry.processes.RegistryServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.mlflow.api.proto.ModelRegistry.ModelVersion;
import org.mlflow.api.proto.Service.Experiment;
import org.mlflow.api.proto.Service.FileInfo;
import org.mlflow.api.proto.Service.Metric;
import org.mlflow.api.proto.Service.Param;
import org.mlflow.api.proto.Service.Run;
import org.mlflow.api.proto.Service.RunInfo;
import org.mlflow.api.proto.Service.RunStatus;
import org.mlflow.api.proto.Service.RunTag;
import org.mlflow.api.proto.Service.ViewType;
import org.mlflow.tracking.ActiveRun;
import org.mlflow.tracking.ExperimentsPage;
import org.mlflow.tracking.MlflowClient;
import org.mlflow.tracking.MlflowContext;
import org.mlflow.tracking.MlflowHttpException;
import org.mlflow.tracking.Page;
import org.mlflow.tracking.RunsPage;

/**
 * MLflow's own client for Java. It has no methods for creating models and versions, so the tests use its {@code sendPost}. It
 * transfers artifacts through MLflow for Python, which {@code MLFLOW_PYTHON_EXECUTABLE} names.
 */
@ExtendWith(SharedServer.class)
final class JavaClientTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String unique = Long.toHexString(System.nanoTime());
    private MlflowClient client = new MlflowClient("http://127.0.0.1:1");
    private String experiment = "";

    @TempDir
    private Path folder;

    @BeforeEach
    void connect(RegistryServer server) {
        client.close();
        client = new MlflowClient(server.uri().toString());
        experiment = client.createExperiment("java " + unique);
    }

    @AfterEach
    void disconnect() {
        client.close();
    }

    @Test
    void anExperimentIsFoundRenamedDeletedAndRestored() {
        assertThat(client.getExperimentByName("java " + unique).map(found -> found.getExperimentId()))
                .contains(experiment);
        assertThat(client.getExperimentByName("nothing " + unique)).isEmpty();

        client.setExperimentTag(experiment, "team", "forestry");
        client.renameExperiment(experiment, "renamed " + unique);
        assertThat(client.getExperiment(experiment).getName()).isEqualTo("renamed " + unique);
        assertThat(client.getExperiment(experiment).getTagsList())
                .anyMatch(tag -> tag.getKey().equals("team") && tag.getValue().equals("forestry"));

        client.deleteExperiment(experiment);
        assertThat(client.getExperiment(experiment).getLifecycleStage()).isEqualTo("deleted");
        client.restoreExperiment(experiment);
        assertThat(client.getExperiment(experiment).getLifecycleStage()).isEqualTo("active");
        assertThat(client.searchExperiments("name = 'renamed " + unique + "'").getItems())
                .hasSize(1);
    }

    @Test
    void aRunKeepsWhatIsLogged() {
        String run = client.createRun(experiment).getRunId();
        client.logParam(run, "depth", "2");
        client.logMetric(run, "loss", 0.5, 1_000, 0);
        client.logMetric(run, "loss", 0.25, 2_000, 1);
        client.setTag(run, "note", "short");
        client.setTag(run, "gone", "soon");
        client.deleteTag(run, "gone");
        client.setTerminated(run, RunStatus.FINISHED);

        Run stored = client.getRun(run);
        assertThat(stored.getInfo().getStatus()).isEqualTo(RunStatus.FINISHED);
        assertThat(stored.getData().getParamsList()).extracting(Param::getValue).containsExactly("2");
        assertThat(stored.getData().getMetricsList())
                .extracting(Metric::getValue)
                .containsExactly(0.25);
        assertThat(stored.getData().getTagsList())
                .extracting(RunTag::getKey)
                .contains("note")
                .doesNotContain("gone");
        assertThat(client.getMetricHistory(run, "loss"))
                .extracting(Metric::getValue)
                .containsExactly(0.5, 0.25);
    }

    @Test
    void aBatchIsLogged() {
        String run = client.createRun(experiment).getRunId();
        List<Metric> metrics = IntStream.range(0, 50)
                .mapToObj(step -> Metric.newBuilder()
                        .setKey("m")
                        .setValue(step)
                        .setTimestamp(step)
                        .setStep(step)
                        .build())
                .toList();
        Param param = Param.newBuilder().setKey("p").setValue("1").build();
        RunTag tag = RunTag.newBuilder().setKey("t").setValue("1").build();
        client.logBatch(run, metrics, List.of(param), List.of(tag));

        assertThat(client.getMetricHistory(run, "m")).hasSize(50);
        assertThat(client.getRun(run).getData().getParamsList()).containsExactly(param);
        assertThat(client.getRun(run).getData().getTagsList()).contains(tag);
    }

    @Test
    void runsAreFoundInPages() {
        for (int depth = 1; depth <= 3; depth++) {
            String run = client.createRun(experiment).getRunId();
            client.logMetric(run, "accuracy", depth / 4.0);
        }
        RunsPage first = client.searchRuns(
                List.of(experiment),
                "metrics.accuracy > 0.2",
                ViewType.ACTIVE_ONLY,
                2,
                List.of("metrics.accuracy DESC"));
        assertThat(first.getItems()).extracting(JavaClientTest::accuracy).containsExactly(0.75, 0.5);
        assertThat(first.hasNextPage()).isTrue();
        assertThat(first.getNextPage().getItems()).hasSize(1);
    }

    @Test
    void everyRunIsOnExactlyOnePage() {
        List<String> created = IntStream.range(0, 7)
                .mapToObj(i -> client.createRun(experiment).getRunId())
                .toList();
        List<String> found = new ArrayList<>();
        for (Page<Run> page = client.searchRuns(List.of(experiment), "", ViewType.ACTIVE_ONLY, 3);
                page.getItems().iterator().hasNext();
                page = page.getNextPage()) {
            page.getItems().forEach(run -> found.add(run.getInfo().getRunId()));
        }
        assertThat(found).containsExactlyInAnyOrderElementsOf(created);
    }

    @Test
    void runsOfSeveralExperimentsAreFoundByParamTagAndAttribute() {
        String other = client.createExperiment("java other " + unique);
        String small = runWithSize(experiment, "10");
        String large = runWithSize(other, "20");
        client.setTag(large, "kind", "oak");
        client.setTerminated(large, RunStatus.FAILED);

        List<String> both = List.of(experiment, other);
        assertThat(found(both, "params.size = '10'")).containsExactly(small);
        assertThat(found(both, "tags.kind LIKE 'o%' and attributes.status = 'FAILED'"))
                .containsExactly(large);
        assertThat(found(both, "", "params.size DESC")).containsExactly(large, small);
        assertThat(client.listRunInfos(other)).extracting(RunInfo::getRunId).containsExactly(large);
    }

    @Test
    void experimentsAreFoundInPages() {
        client.createExperiment("java second " + unique);
        ExperimentsPage first = client.searchExperiments(
                "name LIKE 'java %" + unique + "'", ViewType.ACTIVE_ONLY, 1, List.of("name DESC"));
        assertThat(first.getItems()).extracting(Experiment::getName).containsExactly("java second " + unique);
        assertThat(first.hasNextPage()).isTrue();
        assertThat(first.getNextPage().getItems())
                .extracting(Experiment::getName)
                .containsExactly("java " + unique);
    }

    @Test
    void aBatchIsTakenUpToItsLimitAndNotBeyond() {
        String run = client.createRun(experiment).getRunId();
        List<Param> params = numbers(100)
                .map(name -> Param.newBuilder().setKey(name).setValue(name).build())
                .toList();
        List<RunTag> tags = numbers(100)
                .map(name -> RunTag.newBuilder().setKey(name).setValue(name).build())
                .toList();
        client.logBatch(run, metrics(800), params, tags);
        assertThat(client.getRun(run).getData().getMetricsCount()).isEqualTo(800);
        assertThat(client.getRun(run).getData().getParamsList()).containsExactlyInAnyOrderElementsOf(params);

        assertRefused(400, "INVALID_PARAMETER_VALUE", () -> client.logBatch(run, metrics(1_001), List.of(), List.of()));
        assertRefused(400, "INVALID_PARAMETER_VALUE", () -> client.logParam(run, "n1", "another value"));
        assertThat(client.getRun(run).getData().getMetricsCount()).isEqualTo(800);
    }

    @Test
    void missingThingsAreNotFound() {
        assertRefused(404, "RESOURCE_DOES_NOT_EXIST", () -> client.getRun("0123456789abcdef0123456789abcdef"));
        assertRefused(404, "RESOURCE_DOES_NOT_EXIST", () -> client.getExperiment("999999999"));
        assertRefused(404, "RESOURCE_DOES_NOT_EXIST", () -> client.getRegisteredModel("nothing " + unique));
    }

    @Test
    void aContextLogsNestedRuns() throws IOException, InterruptedException {
        MlflowPython.use(PythonClients.of(MlflowRelease.newest()));
        MlflowContext context = new MlflowContext(client).setExperimentId(experiment);
        ActiveRun parent = context.startRun("parent");
        ActiveRun child = context.startRun("child", parent.getId());
        child.logParams(Map.of("depth", "2", "size", "10"));
        child.logMetrics(Map.of("loss", 0.5, "accuracy", 0.75), 3);
        child.setTags(Map.of("note", "ünï 😀"));
        Path notes = Files.createDirectories(folder.resolve("notes/deep/er"));
        Files.writeString(notes.resolve("ünï code.txt"), "fir");
        child.logArtifacts(folder.resolve("notes"), "notes");
        child.endRun();
        parent.endRun(RunStatus.KILLED);

        Run stored = client.getRun(child.getId());
        assertThat(stored.getInfo().getStatus()).isEqualTo(RunStatus.FINISHED);
        assertThat(stored.getData().getParamsList())
                .extracting(Param::getKey, Param::getValue)
                .containsExactlyInAnyOrder(tuple("depth", "2"), tuple("size", "10"));
        assertThat(stored.getData().getMetricsList())
                .extracting(Metric::getKey, Metric::getValue, Metric::getStep)
                .containsExactlyInAnyOrder(tuple("loss", 0.5, 3L), tuple("accuracy", 0.75, 3L));
        assertThat(stored.getData().getTagsList())
                .extracting(RunTag::getKey, RunTag::getValue)
                .contains(tuple("note", "ünï 😀"), tuple("mlflow.parentRunId", parent.getId()));
        assertThat(client.getRun(parent.getId()).getInfo().getStatus()).isEqualTo(RunStatus.KILLED);
        assertThat(client.listArtifacts(child.getId(), "notes/deep/er"))
                .extracting(FileInfo::getPath, FileInfo::getFileSize)
                .containsExactly(tuple("notes/deep/er/ünï code.txt", 3L));
        assertThat(client.downloadArtifacts(child.getId()).toPath().resolve("notes/deep/er/ünï code.txt"))
                .hasContent("fir");
    }

    @Test
    void aRunIsDeletedAndRestored() {
        String run = client.createRun(experiment).getRunId();
        client.deleteRun(run);
        assertThat(client.searchRuns(List.of(experiment), "", ViewType.DELETED_ONLY, 10)
                        .getItems())
                .extracting(found -> found.getInfo().getRunId())
                .containsExactly(run);
        client.restoreRun(run);
        assertThat(client.getRun(run).getInfo().getLifecycleStage()).isEqualTo("active");
    }

    @Test
    void aModelAndItsVersionsAreRegistered() {
        String name = "java-model-" + unique;
        RunInfo run = client.createRun(experiment);
        post("registered-models/create", Map.of("name", name));
        assertRefused(400, "RESOURCE_ALREADY_EXISTS", () -> post("registered-models/create", Map.of("name", name)));

        String source = run.getArtifactUri() + "/model";
        post("model-versions/create", Map.of("name", name, "source", source, "run_id", run.getRunId()));
        post("model-versions/create", Map.of("name", name, "source", source, "run_id", run.getRunId()));
        post("model-versions/transition-stage", Map.of("name", name, "version", "1", "stage", "Production"));

        assertThat(client.getRegisteredModel(name).getLatestVersionsCount()).isEqualTo(2);
        assertThat(client.getModelVersion(name, "1").getCurrentStage()).isEqualTo("Production");
        assertThat(client.getLatestVersions(name))
                .extracting(ModelVersion::getVersion)
                .containsExactlyInAnyOrder("1", "2");
        assertThat(client.getLatestVersions(name, List.of("Production")))
                .extracting(ModelVersion::getVersion)
                .containsExactly("1");
        assertThat(client.getModelVersionDownloadUri(name, "1")).isEqualTo(source);
        assertThat(client.searchModelVersions("name = '" + name + "'").getItems())
                .extracting(ModelVersion::getVersion)
                .containsExactlyInAnyOrder("1", "2");
    }

    @Test
    void artifactsAndModelsAreDownloaded() throws IOException, InterruptedException {
        MlflowPython.use(PythonClients.of(MlflowRelease.newest()));
        RunInfo run = client.createRun(experiment);
        Path model = Files.createDirectories(folder.resolve("model"));
        Files.writeString(model.resolve("weights.txt"), "1 2 3");
        client.logArtifacts(run.getRunId(), model.toFile(), "model");
        client.logArtifact(run.getRunId(), model.resolve("weights.txt").toFile());
        assertThat(client.listArtifacts(run.getRunId()))
                .extracting(FileInfo::getPath)
                .containsExactly("model", "weights.txt");
        assertThat(client.downloadArtifacts(run.getRunId(), "weights.txt")).hasContent("1 2 3");

        String name = "java-download-" + unique;
        post("registered-models/create", Map.of("name", name));
        post(
                "model-versions/create",
                Map.of("name", name, "source", run.getArtifactUri() + "/model", "run_id", run.getRunId()));
        assertThat(client.downloadModelVersion(name, "1").toPath().resolve("weights.txt"))
                .hasContent("1 2 3");
        assertThat(client.downloadLatestModelVersion(name, "None").toPath().resolve("weights.txt"))
                .hasContent("1 2 3");
    }

    private String runWithSize(String ofExperiment, String size) {
        String run = client.createRun(ofExperiment).getRunId();
        client.logParam(run, "size", size);
        return run;
    }

    private List<String> found(List<String> experiments, String filter, String... orderBy) {
        RunsPage page = client.searchRuns(experiments, filter, ViewType.ACTIVE_ONLY, 10, List.of(orderBy));
        return page.getItems().stream().map(run -> run.getInfo().getRunId()).toList();
    }

    private static Stream<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(number -> "n" + number);
    }

    private static List<Metric> metrics(int count) {
        return numbers(count)
                .map(name -> Metric.newBuilder()
                        .setKey(name)
                        .setValue(0.5)
                        .setTimestamp(1)
                        .build())
                .toList();
    }

    private static void assertRefused(int status, String errorCode, ThrowingCallable request) {
        assertThatThrownBy(request).isInstanceOfSatisfying(MlflowHttpException.class, refused -> {
            assertThat(refused.getStatusCode()).isEqualTo(status);
            assertThat(refused.getBodyMessage()).contains(errorCode);
        });
    }

    private static double accuracy(Run run) {
        Optional<Metric> accuracy = run.getData().getMetricsList().stream().findFirst();
        return accuracy.map(Metric::getValue).orElse(Double.NaN);
    }

    private void post(String operation, Map<String, String> fields) {
        client.sendPost(operation, JSON.valueToTree(fields).toString());
    }
}
