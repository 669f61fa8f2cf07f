package io.lambdaregistry.webhook;

import io.lambdaregistry.event.RegistryChange;
import io.lambdaregistry.event.RegistryEvent;
import io.lambdaregistry.json.PythonJson;
import io.lambdaregistry.registry.RegisteredModel;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a webhook is told, as MLflow tells it. Source: {@code webhooks/types.py} and the payloads of a running server.
 *
 * @param data in the order in which it is sent
 */
record Payload(WebhookEvent event, Map<String, @Nullable Object> data) {
    private static final String PROMPT_TEXT_TAG = "mlflow.prompt.text";

    /** Tags by which MLflow knows prompts, and does not tell. */
    private static final Set<String> INTERNAL_TAGS = Set.of(RegisteredModel.IS_PROMPT_TAG, "_mlflow_prompt_type");

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSxxx").withZone(ZoneOffset.UTC);

    /**
     * Of a change; empty for one that MLflow tells nobody of.
     *
     * @param ofPrompt whether the model was a prompt
     */
    static Optional<Payload> of(RegistryEvent event, boolean ofPrompt) {
        return Optional.ofNullable(
                switch (event.change()) {
                    case RegistryChange.ModelCreated c -> modelCreated(event.name(), c);
                    case RegistryChange.VersionCreated c -> versionCreated(event.name(), c);
                    case RegistryChange.ModelTagSet c ->
                        ofPrompt
                                ? payload(
                                        WebhookEvent.Entity.PROMPT_TAG,
                                        WebhookEvent.Action.SET,
                                        data("name", event.name(), "key", c.key(), "value", c.value()))
                                : null;
                    case RegistryChange.ModelTagDeleted c ->
                        ofPrompt
                                ? payload(
                                        WebhookEvent.Entity.PROMPT_TAG,
                                        WebhookEvent.Action.DELETED,
                                        data("name", event.name(), "key", c.key()))
                                : null;
                    case RegistryChange.VersionTagSet c ->
                        payload(
                                ofPrompt
                                        ? WebhookEvent.Entity.PROMPT_VERSION_TAG
                                        : WebhookEvent.Entity.MODEL_VERSION_TAG,
                                WebhookEvent.Action.SET,
                                data(
                                        "name",
                                        event.name(),
                                        "version",
                                        Long.toString(c.version()),
                                        "key",
                                        c.key(),
                                        "value",
                                        c.value()));
                    case RegistryChange.VersionTagDeleted c ->
                        payload(
                                ofPrompt
                                        ? WebhookEvent.Entity.PROMPT_VERSION_TAG
                                        : WebhookEvent.Entity.MODEL_VERSION_TAG,
                                WebhookEvent.Action.DELETED,
                                data("name", event.name(), "version", Long.toString(c.version()), "key", c.key()));
                    case RegistryChange.AliasSet c ->
                        payload(
                                ofPrompt ? WebhookEvent.Entity.PROMPT_ALIAS : WebhookEvent.Entity.MODEL_VERSION_ALIAS,
                                WebhookEvent.Action.CREATED,
                                data("name", event.name(), "alias", c.alias(), "version", Long.toString(c.version())));
                    case RegistryChange.AliasDeleted c ->
                        payload(
                                ofPrompt ? WebhookEvent.Entity.PROMPT_ALIAS : WebhookEvent.Entity.MODEL_VERSION_ALIAS,
                                WebhookEvent.Action.DELETED,
                                data("name", event.name(), "alias", c.alias()));
                    default -> null;
                });
    }

    private static Payload payload(
            WebhookEvent.Entity entity, WebhookEvent.Action action, Map<String, @Nullable Object> data) {
        return new Payload(new WebhookEvent(entity, action), data);
    }

    private static Payload modelCreated(String name, RegistryChange.ModelCreated model) {
        boolean prompt = RegisteredModel.isPrompt(model.tags());
        return payload(
                prompt ? WebhookEvent.Entity.PROMPT : WebhookEvent.Entity.REGISTERED_MODEL,
                WebhookEvent.Action.CREATED,
                data(
                        "name",
                        name,
                        "tags",
                        prompt ? without(model.tags(), INTERNAL_TAGS) : model.tags(),
                        "description",
                        model.description()));
    }

    private static Payload versionCreated(String name, RegistryChange.VersionCreated version) {
        boolean prompt = RegisteredModel.isPrompt(version.tags());
        Map<String, @Nullable Object> data = data("name", name, "version", Long.toString(version.version()));
        if (prompt) {
            Map<String, String> tags = without(version.tags(), INTERNAL_TAGS);
            data.put("template", tags.get(PROMPT_TEXT_TAG));
            data.put("tags", without(tags, Set.of(PROMPT_TEXT_TAG)));
        } else {
            data.put("source", version.source());
            data.put("run_id", orNull(version.runId()));
            data.put("tags", version.tags());
        }
        data.put("description", orNull(version.description()));
        return payload(
                prompt ? WebhookEvent.Entity.PROMPT_VERSION : WebhookEvent.Entity.MODEL_VERSION,
                WebhookEvent.Action.CREATED,
                data);
    }

    private static Map<String, String> without(Map<String, String> tags, Set<String> keys) {
        Map<String, String> left = new LinkedHashMap<>(tags);
        left.keySet().removeAll(keys);
        return left;
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    /** What a test of a webhook sends. */
    static Payload example(WebhookEvent event) {
        String entity = event.entity().label();
        String name = entity.startsWith("prompt") ? "example_prompt" : "example_model";
        Map<String, @Nullable Object> data = data("name", name);
        switch (event.entity()) {
            case REGISTERED_MODEL -> creation(data, "An example registered model");
            case PROMPT -> creation(data, "An example prompt");
            case MODEL_VERSION -> {
                data.putAll(data("version", "1", "source", "models:/123", "run_id", "abcd1234abcd5678"));
                creation(data, "An example model version");
            }
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

    /** @param micros since 1970, when it happened */
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
