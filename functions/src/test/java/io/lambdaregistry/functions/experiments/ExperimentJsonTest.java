package io.lambdaregistry.functions.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import io.lambdaregistry.json.Json;
import io.lambdaregistry.search.Page;
import io.lambdaregistry.tracking.Experiment;
import io.lambdaregistry.tracking.LifecycleStage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The expected bodies are those that MLflow's server writes. */
final class ExperimentJsonTest {
    @Test
    void anExperimentLeavesOutTagsItHasNot() {
        Experiment experiment =
                new Experiment(0, "Default", "mlflow-artifacts:/0", LifecycleStage.ACTIVE, 1, 2, Map.of(), 0);
        String json = "{\"experiment_id\":\"0\",\"name\":\"Default\",\"artifact_location\":\"mlflow-artifacts:/0\","
                + "\"lifecycle_stage\":\"active\",\"last_update_time\":2,\"creation_time\":1,"
                + "\"workspace\":\"default\"}";
        assertThat(Json.object(ExperimentJson.experiment(experiment))).isEqualTo("{\"experiment\":" + json + "}");
        assertThat(Json.object(ExperimentJson.experiments(Page.of(List.of(experiment), true, _ -> "next"))))
                .isEqualTo("{\"experiments\":[" + json + "],\"next_page_token\":\"next\"}");
    }
}
