package io.lambdaregistry.functions.loggedmodels;

import static org.assertj.core.api.Assertions.assertThat;

import io.lambdaregistry.json.Json;
import io.lambdaregistry.tracking.LifecycleStage;
import io.lambdaregistry.tracking.LoggedMetric;
import io.lambdaregistry.tracking.LoggedModel;
import io.lambdaregistry.tracking.LoggedModelStatus;
import io.lambdaregistry.tracking.Metric;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The expected bodies are those that MLflow's server writes. */
final class LoggedModelJsonTest {
    @Test
    void aModelHasItsMetricsWithTheRunAndTheDatasetTheyAreOf() {
        LoggedModel model = new LoggedModel(
                "m-1",
                7,
                "model",
                1,
                2,
                "mlflow-artifacts:/7/models/m-1/artifacts",
                LoggedModelStatus.READY,
                "",
                "r",
                LifecycleStage.ACTIVE,
                Map.of("t", "2"),
                Map.of("p", "1"),
                List.of(
                        new LoggedMetric(new Metric("acc", 1.5, 3, 4), "r", "m-1", "d", "x"),
                        new LoggedMetric(new Metric("acc", 2, 3, 5), "r", "m-1", "", "")));
        assertThat(Json.object(LoggedModelJson.model(model)))
                .isEqualTo("{\"model\":{\"info\":{\"model_id\":\"m-1\",\"experiment_id\":\"7\",\"name\":\"model\","
                        + "\"creation_timestamp_ms\":1,\"last_updated_timestamp_ms\":2,"
                        + "\"artifact_uri\":\"mlflow-artifacts:/7/models/m-1/artifacts\","
                        + "\"status\":\"LOGGED_MODEL_READY\",\"model_type\":\"\",\"source_run_id\":\"r\","
                        + "\"tags\":[{\"key\":\"t\",\"value\":\"2\"}]},"
                        + "\"data\":{\"params\":[{\"key\":\"p\",\"value\":\"1\"}],\"metrics\":["
                        + "{\"key\":\"acc\",\"value\":1.5,\"timestamp\":3,\"step\":4,\"dataset_name\":\"d\","
                        + "\"dataset_digest\":\"x\",\"model_id\":\"m-1\",\"run_id\":\"r\"},"
                        + "{\"key\":\"acc\",\"value\":2.0,\"timestamp\":3,\"step\":5,\"model_id\":\"m-1\",\"run_id\":\"r\"}"
                        + "]}}}");
    }
}
