package io.lambdaregistry.local.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lambdaregistry.artifact.ArtifactContent;
import io.lambdaregistry.artifact.ArtifactPath;
import io.lambdaregistry.functions.Services;
import io.lambdaregistry.local.LocalRegistry;
import io.lambdaregistry.tracking.Experiment;
import io.lambdaregistry.tracking.LoggedMetric;
import io.lambdaregistry.tracking.LoggedModel;
import io.lambdaregistry.tracking.LoggedModelStatus;
import io.lambdaregistry.tracking.Metric;
import io.lambdaregistry.tracking.NewLoggedModel;
import io.lambdaregistry.tracking.NewRun;
import io.lambdaregistry.tracking.Param;
import io.lambdaregistry.tracking.Run;
import io.lambdaregistry.tracking.Tag;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Imports from one registry into another: what is copied, what is kept, and what is reported. */
final class ImportTest {
    private LocalRegistry source;
    private LocalRegistry target;
    private Services there;
    private Services here;

    @BeforeEach
    void start() {
        source = LocalRegistry.inMemory();
        target = LocalRegistry.inMemory();
        there = source.services();
        here = target.services();
    }

    @AfterEach
    void stop() {
        target.close();
        source.close();
    }

    private Tally copy(URI from, boolean dryRun) {
        Tally tally = new Tally();
        try (Import all = Import.from(from, Map.of())) {
            all.into(here, 4, new PrintWriter(new StringWriter()), false, dryRun, tally);
        }
        return tally;
    }

    private Tally copy() {
        return copy(source.uri(), false);
    }

    private static String printed(Tally tally) {
        StringWriter text = new StringWriter();
        tally.print(new PrintWriter(text, true));
        return text.toString();
    }

    private Run run(String experimentId) {
        return there.runs().create(new NewRun(experimentId, "somebody", 1_000, List.of(), "a run"));
    }

    private static void log(Services services, Run run, String key, int points) {
        for (int step = 0; step < points; step++) {
            services.runs()
                    .logMetric(new LoggedMetric(
                            new Metric(key, step, 5, step), run.info().runId(), "", "", ""));
        }
    }

    private static void put(Services services, String path, String content) throws IOException {
        services.artifacts().put(ArtifactPath.ofFile(path), out -> out.write(content.getBytes(StandardCharsets.UTF_8)));
    }

    private String read(String path) throws IOException {
        ArtifactContent content = (ArtifactContent) here.artifacts().open(ArtifactPath.ofFile(path), Optional.empty());
        try (InputStream body = content.bytes()) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private LoggedModel loggedModel(Experiment experiment, Run run) {
        LoggedModel model = there.loggedModels()
                .create(new NewLoggedModel(
                        Long.toString(experiment.id()),
                        "model",
                        "pyfunc",
                        run.info().runId(),
                        List.of(),
                        Map.of()));
        return there.loggedModels().finish(model.modelId(), LoggedModelStatus.READY);
    }

    @Test
    void aRunComesOverWithAllItHas() throws IOException {
        Experiment experiment = there.experiments().create("exp", "", List.of(new Tag("team", "blue")));
        Run run = run(Long.toString(experiment.id()));
        String id = run.info().runId();
        log(there, run, "loss", 40);
        there.runs().logParam(id, new Param("depth", "3"));
        put(there, experiment.id() + "/" + id + "/artifacts/ünï code/a b.txt", "content");
        there.runs().delete(id);

        Tally tally = copy();

        assertThat(tally.hasFailures()).isFalse();
        assertThat(here.runs().get(id)).isEqualTo(there.runs().get(id));
        assertThat(here.experiments().get(Long.toString(experiment.id()))).isEqualTo(experiment);
        assertThat(here.runs().metricHistory(id, "loss", 100, Optional.empty()).items())
                .hasSize(40);
        assertThat(read(experiment.id() + "/" + id + "/artifacts/ünï code/a b.txt"))
                .isEqualTo("content");
    }

    @Test
    void aCollidingExperimentGetsAnotherIdAndSourcesFollow() throws IOException {
        Experiment other = here.experiments().create("mine", "", List.of());
        Experiment experiment = there.experiments().create("theirs", "", List.of());
        assertThat(experiment.id()).isEqualTo(other.id());
        Run run = run(Long.toString(experiment.id()));
        String id = run.info().runId();
        LoggedModel logged = loggedModel(experiment, run);
        put(there, experiment.id() + "/" + id + "/artifacts/model/MLmodel", "of the run");
        put(there, experiment.id() + "/models/" + logged.modelId() + "/artifacts/MLmodel", "of the model");
        there.registry().createModel("net", "", Map.of());
        there.registry().createVersion("net", run.info().artifactUri() + "/model", id, null, "", "", Map.of());
        there.registry().createVersion("net", "models:/" + logged.modelId(), null, logged.modelId(), "", "", Map.of());
        there.registry().createVersion("net", "models:/net/2", null, null, "", "", Map.of());

        Tally tally = copy();

        long moved = here.experiments().getByName("theirs").id();
        assertThat(moved).isNotEqualTo(experiment.id());
        assertThat(printed(tally)).contains("Experiment 'theirs' has the id " + moved + " here, and 1 at the source.");
        String models = "mlflow-artifacts:/" + moved + "/models/" + logged.modelId() + "/artifacts";
        assertThat(here.registry().getVersion("net", "1").source())
                .isEqualTo("mlflow-artifacts:/" + moved + "/" + id + "/artifacts/model");
        assertThat(here.registry().getVersion("net", "2").source()).isEqualTo("models:/" + logged.modelId());
        assertThat(here.registry().getDownloadUri("net", "2")).isEqualTo(models);
        assertThat(here.registry().getVersion("net", "3").source()).isEqualTo("models:/net/2");
        assertThat(here.registry().getDownloadUri("net", "3")).isEqualTo(models);
        assertThat(read(moved + "/" + id + "/artifacts/model/MLmodel")).isEqualTo("of the run");
        assertThat(read(moved + "/models/" + logged.modelId() + "/artifacts/MLmodel"))
                .isEqualTo("of the model");
        assertThat(copy().of(Kind.VERSION, CopyOutcome.PRESENT)).isEqualTo(3);
    }

    @Test
    void numbersOfDeletedVersionsAreNotGivenAgain() {
        Experiment experiment = there.experiments().create("exp", "", List.of());
        LoggedModel logged = loggedModel(experiment, run(Long.toString(experiment.id())));
        there.registry().createModel("net", "", Map.of());
        for (int i = 0; i < 4; i++) {
            there.registry()
                    .createVersion("net", "models:/" + logged.modelId(), null, logged.modelId(), "", "", Map.of());
        }
        there.registry().deleteVersion("net", "2");
        there.registry().deleteVersion("net", "4");

        copy();

        assertThat(here.registry()
                        .createVersion("net", "s3://bucket/model", null, null, "", "", Map.of())
                        .version())
                .isEqualTo(5);
    }

    @Test
    void aRunThatChangedHereStaysAndIsReported() {
        there.registry().createModel("net", "", Map.of());
        there.registry().createVersion("net", "s3://bucket/a", null, null, "", "", Map.of());
        there.registry().createVersion("net", "s3://bucket/b", null, null, "", "", Map.of());
        there.registry().setAlias("net", "champion", "1");
        Run run = run("0");
        copy();
        here.registry().setAlias("net", "champion", "2");
        here.registry().deleteVersion("net", "1");
        here.runs().setTag(run.info().runId(), new Tag("mine", "yes"));
        there.runs().setTag(run.info().runId(), new Tag("theirs", "yes"));

        String printed = printed(copy());

        assertThat(printed)
                .contains(
                        "Alias 'champion' of 'net' points at version 2 here, and at 1 at the source. It stays as it is.")
                .contains("Version 1 of 'net' was deleted here, and stays deleted.")
                .contains("Run " + run.info().runId() + " was changed here, and stays as it is.");
        assertThat(here.runs().get(run.info().runId()).tags()).doesNotContainKey("theirs");
    }

    @Test
    void aRunThatWentOnThereIsBroughtUpToDate() {
        Run run = run("0");
        log(there, run, "loss", 2);
        there.registry().createModel("net", "", Map.of());
        copy();
        log(there, run, "loss", 5);
        there.registry().createVersion("net", "s3://bucket/a", null, null, "", "", Map.of());

        Tally tally = copy();

        assertThat(tally.of(Kind.RUN, CopyOutcome.UPDATED)).isEqualTo(1);
        assertThat(tally.of(Kind.VERSION, CopyOutcome.COPIED)).isEqualTo(1);
        assertThat(here.runs().get(run.info().runId()))
                .isEqualTo(there.runs().get(run.info().runId()));
        assertThat(here.runs()
                        .metricHistory(run.info().runId(), "loss", 100, Optional.empty())
                        .items())
                .hasSize(5);
    }

    @Test
    void anotherModelOfTheSameNameStaysAlone() {
        there.registry().createModel("net", "theirs", Map.of());
        there.registry().createVersion("net", "s3://bucket/a", null, null, "", "", Map.of());
        waitForTheNextMillisecond();
        here.registry().createModel("net", "mine", Map.of());

        Tally tally = copy();

        assertThat(tally.hasFailures()).isTrue();
        assertThat(printed(tally)).contains("Registered model 'net' was created at another time here");
        assertThat(here.registry().getModel("net").latestVersions()).isEmpty();
    }

    /** The millisecond of their creation distinguishes models. */
    private static void waitForTheNextMillisecond() {
        long now = System.currentTimeMillis();
        while (System.currentTimeMillis() == now) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aDryRunCountsAndWritesNothing() throws IOException {
        Run run = run("0");
        put(there, "0/" + run.info().runId() + "/artifacts/a.txt", "12345");
        there.registry().createModel("net", "", Map.of());
        there.registry().createVersion("net", "s3://bucket/a", null, null, "", "", Map.of());
        int items = items();

        Tally tally = copy(source.uri(), true);

        assertThat(List.of(Kind.RUN, Kind.FILE, Kind.MODEL, Kind.VERSION))
                .allMatch(kind -> tally.of(kind, CopyOutcome.COPIED) == 1);
        assertThat(tally.copiedSize()).isEqualTo("5 bytes");
        assertThat(items()).isEqualTo(items);
        assertThat(here.artifacts().list(ArtifactPath.ROOT)).isEmpty();
    }

    private int items() {
        return target.dynamoDb()
                .scan(scan -> scan.tableName(target.tableName()))
                .count();
    }

    @Test
    void aSourceThatIsBusyIsAskedAgain() throws IOException {
        try (FakeSource fake = new FakeSource()) {
            fake.answersOnce("/api/2.0/mlflow/experiments/search", 503, "busy");
            fake.answersOnce("/api/2.0/mlflow/experiments/search", 429, "busy");
            fake.answersOnce("/api/2.0/mlflow/experiments/search", 500, "broken");
            fake.answers(
                    "/api/2.0/mlflow/experiments/search",
                    "{\"experiments\": [{\"experiment_id\": \"4\", \"name\": \"exp\"}]}");
            fake.answers("/api/2.0/mlflow/runs/search", "{}");

            assertThat(copy(fake.uri(), false).of(Kind.EXPERIMENT, CopyOutcome.COPIED))
                    .isEqualTo(1);
        }
    }

    @Test
    void artifactsThatTheSourceDoesNotHandOutStayWhereTheyAre() throws IOException {
        try (FakeSource fake = new FakeSource()) {
            fake.answers(
                    "/api/2.0/mlflow/experiments/search",
                    "{\"experiments\": [{\"experiment_id\": \"4\", \"name\": \"exp\", \"artifact_location\": \"s3://theirs/4\"}]}");
            fake.answers("/api/2.0/mlflow/runs/search", """
                    {"runs": [{"info": {"run_id": "r1", "experiment_id": "4", "status": "FINISHED",
                      "artifact_uri": "s3://theirs/4/r1/artifacts"}}]}""");
            fake.answers("/api/2.0/mlflow/artifacts/list", 500, "{\"message\": \"Unable to locate credentials\"}");

            Tally tally = copy(fake.uri(), false);

            assertThat(tally.hasFailures()).isTrue();
            assertThat(printed(tally))
                    .contains(
                            "The artifacts of run r1 are not copied, and stay at s3://theirs/4/r1/artifacts: the source answers 500: Unable to locate credentials");
            assertThat(here.runs().get("r1").info().artifactUri()).isEqualTo("s3://theirs/4/r1/artifacts");
            assertThat(here.experiments().get("4").artifactLocation()).isEqualTo("mlflow-artifacts:/4");
        }
    }

    @Test
    void aRunWhoseHistoryCannotBeReadIsLeftOutAndReported() throws IOException {
        try (FakeSource fake = new FakeSource()) {
            fake.answers(
                    "/api/2.0/mlflow/experiments/search",
                    "{\"experiments\": [{\"experiment_id\": \"4\", \"name\": \"exp\"}]}");
            fake.answers("/api/2.0/mlflow/runs/search", """
                    {"runs": [{"info": {"run_id": "r1", "experiment_id": "4", "artifact_uri": "mlflow-artifacts:/4/r1/artifacts"},
                      "data": {"metrics": [{"key": "loss", "value": 1.5, "timestamp": 1, "step": 1}]}},
                      {"info": {"run_id": "r2", "experiment_id": "4", "artifact_uri": "mlflow-artifacts:/4/r2/artifacts"}}]}""");
            fake.answers("/api/2.0/mlflow/artifacts/list", "{}");
            fake.answers("/api/2.0/mlflow/metrics/get-history", 400, "{\"message\": \"no\"}");

            Tally tally = copy(fake.uri(), false);

            assertThat(printed(tally)).contains("Run r1 is not copied: the source answers 400: no");
            assertThat(tally.of(Kind.RUN, CopyOutcome.COPIED)).isEqualTo(1);
        }
    }

    @Test
    void aServerThatIsNotMlflowsIsRefusedAtOnce() throws IOException {
        try (FakeSource fake = new FakeSource()) {
            fake.answers("/version", 200, "<html>");
            assertThatThrownBy(() -> copy(fake.uri(), false)).hasMessageContaining("is not an MLflow server");
            fake.answers("/version", 401, "who?");
            assertThatThrownBy(() -> copy(fake.uri(), false)).hasMessageContaining("MLFLOW_TRACKING_TOKEN");
        }
        assertThatThrownBy(() -> copy(URI.create("http://127.0.0.1:9"), false))
                .isInstanceOf(ImportException.class)
                .hasMessageContaining("Nothing answers at http://127.0.0.1:9: the connection is refused.");
    }
}
