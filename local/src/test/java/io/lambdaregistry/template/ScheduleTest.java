package io.lambdaregistry.template;

import static org.assertj.core.api.Assertions.assertThat;

import io.lambdaregistry.functions.garbage.GarbageOperations;
import io.lambdaregistry.local.LocalRegistry;
import io.lambdaregistry.local.gateway.FunctionLog;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The event that the schedule sends is a valid request of the API. */
class ScheduleTest {
    @Test
    void theScheduleCollectsWhatIsDeleted() throws Exception {
        Map<String, Object> function =
                Objects.requireNonNull(SamTemplate.read().functions().get("GarbageOperations"));
        Map<String, Object> hourly = SamTemplate.child(SamTemplate.child(function, "Events"), "Hourly");
        String event = String.valueOf(SamTemplate.child(hourly, "Properties").get("Input"));
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try (LocalRegistry registry = LocalRegistry.inMemory()) {
            registry.services()
                    .wire(GarbageOperations::new)
                    .handleRequest(
                            new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)),
                            answer,
                            FunctionLog.CONSOLE.context("1", "GarbageOperations"));
        }
        assertThat(answer.toString(StandardCharsets.UTF_8))
                .contains("\"statusCode\":200", "\\\"collected\\\":0", "\\\"complete\\\":true");
    }
}
