package io.lambdaregistry.functions.runs;

import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.json.Json;
import io.lambdaregistry.json.PythonJson;
import io.lambdaregistry.tracking.Run;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The list, as JSON in a tag of a run, of the models that clients before 3.0 logged. */
final class ModelHistory {
    private static final List<String> MANDATORY = List.of("artifact_path", "flavors", "utc_time_created", "run_id");
    private static final String TIME = "utc_time_created";

    /** Python's format of a time. */
    private static final DateTimeFormatter TIME_FORMAT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);

    private ModelHistory() {}

    /**
     * Parses the description of a model and keeps the fields that the list stores, in the order in which MLflow's server writes
     * them.
     *
     * @param now the time of a model that has none
     * @throws RegistryException INVALID_PARAMETER_VALUE where the text is no JSON object, or lacks a required field
     */
    static Map<String, @Nullable Object> parse(String modelJson, Instant now) {
        Map<?, ?> model = read(modelJson);
        List<String> missing = MANDATORY.stream()
                .filter(field -> !model.containsKey(field))
                .map(field -> "'" + field + "'")
                .toList();
        if (!missing.isEmpty()) {
            throw RegistryException.invalid(
                    "Model json is missing mandatory fields: {" + String.join(", ", missing) + "}");
        }
        Map<String, @Nullable Object> kept = new LinkedHashMap<>();
        putIfPresent(kept, "run_id", model);
        putIfPresent(kept, "artifact_path", model);
        kept.put(TIME, time(model.get(TIME), now));
        kept.put("model_uuid", model.get("model_uuid"));
        kept.put("flavors", flavors(model));
        return kept;
    }

    private static Map<?, ?> read(String modelJson) {
        try {
            if (Json.parse(modelJson) instanceof Map<?, ?> model) {
                return model;
            }
        } catch (UncheckedIOException notJson) {
            // rejected below
        }
        throw RegistryException.invalid("Malformed model info. \n " + modelJson + " \n is not a valid JSON.");
    }

    private static void putIfPresent(Map<String, @Nullable Object> kept, String field, Map<?, ?> model) {
        Object value = model.get(field);
        if (value != null) {
            kept.put(field, value);
        }
    }

    private static String time(@Nullable Object given, Instant now) {
        return switch (given) {
            case null -> TIME_FORMAT.format(now);
            case String text when text.isEmpty() -> TIME_FORMAT.format(now);
            case String text -> text;
            default -> PythonJson.text(given);
        };
    }

    /** The flavours without their configurations, which may be large. */
    private static Map<String, @Nullable Object> flavors(Map<?, ?> model) {
        Map<String, @Nullable Object> flavors = new LinkedHashMap<>();
        Object given = model.get("flavors");
        if (given == null) {
            return flavors;
        }
        if (!(given instanceof Map<?, ?> all)) {
            throw RegistryException.invalid("The flavors of a model must be a JSON object.");
        }
        all.forEach((flavor, settings) -> flavors.put(String.valueOf(flavor), withoutConfig(settings)));
        return flavors;
    }

    private static @Nullable Object withoutConfig(@Nullable Object settings) {
        if (!(settings instanceof Map<?, ?> map)) {
            return settings;
        }
        Map<String, @Nullable Object> rest = new LinkedHashMap<>();
        map.forEach((name, value) -> rest.put(String.valueOf(name), value));
        rest.remove("config");
        return rest;
    }

    /**
     * Returns the list with one more model.
     *
     * @param history the tag's current value; empty where there is none
     * @throws RegistryException INVALID_PARAMETER_VALUE where a client has set the tag to something other than a list
     */
    static String append(String history, Map<String, @Nullable Object> model) {
        List<@Nullable Object> models = new ArrayList<>(history.isEmpty() ? List.of() : list(history));
        models.add(model);
        return PythonJson.text(models);
    }

    private static List<?> list(String history) {
        try {
            if (Json.parse(history) instanceof List<?> models) {
                return models;
            }
        } catch (UncheckedIOException notJson) {
            // rejected below
        }
        throw RegistryException.invalid("The run's tag '%s' is no list of models. Delete it, and log the model again."
                .formatted(Run.MODEL_HISTORY_TAG));
    }
}
