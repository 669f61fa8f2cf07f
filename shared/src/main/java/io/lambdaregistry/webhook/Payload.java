package io.lambdaregistry.webhook;

import io.lambdaregistry.event.RegistryEvent;
import io.lambdaregistry.json.PythonJson;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The payload of a delivery, as MLflow sends it; the registry's own events have the same form. Source: {@code webhooks/types.py} and the payloads of a running server.
 *
 * @param data the fields, in the order in which they are sent
 */
record Payload(WebhookEvent event, Map<String, @Nullable Object> data) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSxxx").withZone(ZoneOffset.UTC);

    /**
     * Returns the payload of a change; empty if there is no webhook event for it.
     *
     * @param ofPrompt whether the model was a prompt
     */
    static Optional<Payload> of(RegistryEvent event, boolean ofPrompt) {
        return event.change().announcement(ofPrompt).map(payload -> {
            Map<String, @Nullable Object> data = data("name", event.name());
            data.putAll(payload.data());
            return new Payload(
                    WebhookEvent.parse(payload.entity() + "." + event.change().action()), data);
        });
    }

    /** Returns the payload that a test of a webhook sends. */
    static Payload example(WebhookEvent event) {
        String entity = event.entity().label();
        String name = entity.startsWith("prompt") ? "example_prompt" : "example_model";
        Map<String, @Nullable Object> data = data("name", name);
        switch (event.entity()) {
            case REGISTERED_MODEL -> creation(data, "An example registered model");
            case PROMPT -> creation(data, "An example prompt");
            case MODEL_VERSION -> modelVersion(data, event.action());
            case PROMPT_VERSION -> {
                data.putAll(data("version", "1", "template", "Hello {{name}}!"));
                creation(data, "An example prompt version");
            }
            case MODEL_VERSION_TAG, PROMPT_VERSION_TAG -> {
                data.put("version", "1");
                tag(data, event.action());
            }
            case PROMPT_TAG -> tag(data, event.action());
            case MODEL_VERSION_ALIAS, PROMPT_ALIAS -> {
                data.put("alias", "example_alias");
                if (event.action() == WebhookEvent.Action.CREATED) {
                    data.put("version", "1");
                }
            }
            case BUDGET_POLICY -> {
                data.clear();
                data.putAll(data("budget_policy_id", "bp-abc123", "budget_unit", "USD", "budget_amount", 100.0));
                data.putAll(data("current_spend", 105.5, "duration_unit", "MONTHS", "duration_value", 1));
                data.putAll(data("target_scope", "ENDPOINT", "workspace", "default", "target_value", "ep-abc123"));
                data.put("window_start", 1_704_067_200_000L);
            }
        }
        return new Payload(event, data);
    }

    private static void modelVersion(Map<String, @Nullable Object> data, WebhookEvent.Action action) {
        data.put("version", "1");
        switch (action) {
            case SEALED -> data.putAll(data("digest", "0".repeat(64), "manifest", "1".repeat(64), "files", "3"));
            case SIGNED -> {
                data.putAll(data("signature", "2".repeat(64), "verdict", "VERIFIED"));
                data.putAll(data("reason", "Signed by release.", "key", "3".repeat(64)));
            }
            default -> {
                data.putAll(data("source", "models:/123", "run_id", "abcd1234abcd5678"));
                creation(data, "An example model version");
            }
        }
    }

    private static void creation(Map<String, @Nullable Object> data, String description) {
        data.put("tags", Map.of("example_key", "example_value"));
        data.put("description", description);
    }

    private static void tag(Map<String, @Nullable Object> data, WebhookEvent.Action action) {
        data.put("key", "example_key");
        if (action == WebhookEvent.Action.SET) {
            data.put("value", "example_value");
        }
    }

    static Map<String, @Nullable Object> data(@Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            data.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return data;
    }

    /** @param micros the time of the event, in microseconds since 1970 */
    String json(long micros) {
        return PythonJson.text(data(
                "entity",
                event.entity().label(),
                "action",
                event.action().label(),
                "timestamp",
                TIME.format(Instant.EPOCH.plus(micros, ChronoUnit.MICROS)),
                "data",
                data));
    }
}
