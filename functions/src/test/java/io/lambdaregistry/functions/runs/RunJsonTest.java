package io.lambdaregistry.functions.runs;

import static org.assertj.core.api.Assertions.assertThat;

import io.lambdaregistry.json.Json;
import io.lambdaregistry.search.Page;
import io.lambdaregistry.tracking.Dataset;
import io.lambdaregistry.tracking.LifecycleStage;
import io.lambdaregistry.tracking.Metric;
import io.lambdaregistry.tracking.ModelOutput;
import io.lambdaregistry.tracking.Run;
import io.lambdaregistry.tracking.RunInfo;
import io.lambdaregistry.tracking.RunStatus;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The expected bodies are those that MLflow's server writes. */
final class RunJsonTest {
    private static final RunInfo INFO = new RunInfo(
            "ab12",
            7,
            "swift-owl-1",
            "",
            RunStatus.RUNNING,
            5,
            null,
            "mlflow-artifacts:/7/ab12/artifacts",
            LifecycleStage.ACTIVE);
    private static final String INFO_JSON =
            "{\"run_uuid\":\"ab12\",\"experiment_id\":\"7\",\"run_name\":\"swift-owl-1\",\"user_id\":\"\","
                    + "\"status\":\"RUNNING\",\"start_time\":5,\"artifact_uri\":\"mlflow-artifacts:/7/ab12/artifacts\","
                    + "\"lifecycle_stage\":\"active\",\"run_id\":\"ab12\"}";

    @Test
    void aNewRunHasNoOutputs() {
        assertThat(Json.object(RunJson.created(Run.started(INFO, Map.of("k", "v")))))
                .isEqualTo("{\"run\":{\"info\":" + INFO_JSON
                        + ",\"data\":{\"tags\":[{\"key\":\"k\",\"value\":\"v\"}]},\"inputs\":{}}}");
    }

    @Test
    void aRunHasItsDataInputsAndOutputs() {
        Run run = new Run(
                INFO,
                Map.of("loss", new Metric("loss", Double.NaN, 3, -1)),
                Map.of("lr", "0.1"),
                Map.of(),
                List.of(new Dataset("d", "1", "local", "{}", null, "p", Map.of("c", "train"))),
                List.of("m-1"),
                List.of(new ModelOutput("m-2", 0)));
        assertThat(Json.object(RunJson.run(run)))
                .isEqualTo("{\"run\":{\"info\":" + INFO_JSON
                        + ",\"data\":{\"metrics\":[{\"key\":\"loss\",\"value\":\"NaN\",\"timestamp\":3,\"step\":-1}],"
                        + "\"params\":[{\"key\":\"lr\",\"value\":\"0.1\"}]},"
                        + "\"inputs\":{\"dataset_inputs\":[{\"tags\":[{\"key\":\"c\",\"value\":\"train\"}],"
                        + "\"dataset\":{\"name\":\"d\",\"digest\":\"1\",\"source_type\":\"local\",\"source\":\"{}\","
                        + "\"profile\":\"p\"}}],\"model_inputs\":[{\"model_id\":\"m-1\"}]},"
                        + "\"outputs\":{\"model_outputs\":[{\"model_id\":\"m-2\",\"step\":0}]}}}");
    }

    @Test
    void noHitIsAnEmptyObject() {
        assertThat(Json.object(RunJson.runs(Page.of(List.of(), false, _ -> ""))))
                .isEqualTo("{}");
    }
}
