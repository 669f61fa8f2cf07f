package io.lambdaregistry.functions.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class ModelHistoryTest {
    private static final String MODEL =
            "{\"run_id\":\"r\",\"artifact_path\":\"model\",\"utc_time_created\":\"t\",\"model_uuid\":\"u\","
                    + "\"signature\":{},\"flavors\":{\"python_function\":{\"env\":\"e\",\"config\":{\"large\":1}}}}";
    private static final String KEPT =
            "{\"run_id\":\"r\",\"artifact_path\":\"model\",\"utc_time_created\":\"t\",\"model_uuid\":\"u\","
                    + "\"flavors\":{\"python_function\":{\"env\":\"e\"}}}";

    @Test
    void theListKeepsAPartOfEachModel() {
        String one = ModelHistory.append("", ModelHistory.parse(MODEL));
        assertThat(one).isEqualTo("[" + KEPT + "]");
        assertThat(ModelHistory.append(one, ModelHistory.parse(MODEL))).isEqualTo("[" + KEPT + "," + KEPT + "]");
    }

    @Test
    void whatIsNoModelIsRefused() {
        assertThatThrownBy(() -> ModelHistory.parse("{"))
                .hasMessage("Malformed model info. \n { \n is not a valid JSON.");
        assertThatThrownBy(() -> ModelHistory.parse("[]")).hasMessageStartingWith("Malformed model info.");
        assertThatThrownBy(() -> ModelHistory.parse("{\"run_id\":\"r\",\"flavors\":{}}"))
                .hasMessage("Model json is missing mandatory fields: {'artifact_path', 'utc_time_created'}");
    }
}
