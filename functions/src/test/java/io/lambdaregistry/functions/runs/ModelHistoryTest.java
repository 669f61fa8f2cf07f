package io.lambdaregistry.functions.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

final class ModelHistoryTest {
    private static final Instant NOW = Instant.parse("2026-01-15T10:20:30.123456Z");
    private static final String MODEL =
            "{\"run_id\":\"r\",\"artifact_path\":\"model\",\"utc_time_created\":\"t\",\"model_uuid\":\"u\","
                    + "\"signature\":{},\"flavors\":{\"python_function\":{\"env\":\"e\",\"config\":{\"large\":1}}}}";
    private static final String KEPT =
            "{\"run_id\": \"r\", \"artifact_path\": \"model\", \"utc_time_created\": \"t\", \"model_uuid\": \"u\", "
                    + "\"flavors\": {\"python_function\": {\"env\": \"e\"}}}";

    @Test
    void theListKeepsAPartOfEachModel() {
        String one = ModelHistory.append("", ModelHistory.parse(MODEL, NOW));
        assertThat(one).isEqualTo("[" + KEPT + "]");
        assertThat(ModelHistory.append(one, ModelHistory.parse(MODEL, NOW))).isEqualTo("[" + KEPT + ", " + KEPT + "]");
    }

    @Test
    void textThatIsNoModelIsRefused() {
        assertThatThrownBy(() -> ModelHistory.parse("{", NOW))
                .hasMessage("Malformed model info. \n { \n is not a valid JSON.");
        assertThatThrownBy(() -> ModelHistory.parse("[]", NOW)).hasMessageStartingWith("Malformed model info.");
        assertThatThrownBy(() -> ModelHistory.parse("{\"run_id\":\"r\",\"flavors\":{}}", NOW))
                .hasMessage("Model json is missing mandatory fields: {'artifact_path', 'utc_time_created'}");
    }

    @Test
    void theListIsWrittenAsPythonWritesIt() {
        String model =
                "{\"flavors\":{\"f\":{\"a\":[1,2.0,1e20,1e-7,true,null,\"ü\"]}},\"utc_time_created\":\"\",\"artifact_path\":null,\"run_id\":\"r\"}";
        assertThat(ModelHistory.append("[]", ModelHistory.parse(model, NOW)))
                .isEqualTo(
                        "[{\"run_id\": \"r\", \"utc_time_created\": \"2026-01-15 10:20:30.123456\", \"model_uuid\": null, "
                                + "\"flavors\": {\"f\": {\"a\": [1, 2.0, 1e+20, 1e-07, true, null, \"\\u00fc\"]}}}]");
    }

    @Test
    void aTagThatIsNoListIsNotWrittenOver() {
        for (String tag : new String[] {"x", "{}", "5", "null"}) {
            assertThatThrownBy(() -> ModelHistory.append(tag, ModelHistory.parse(MODEL, NOW)))
                    .hasMessageContaining("is no list of models");
        }
    }
}
