package io.lambdaregistry.functions.runs;

import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.json.Json;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The list, as JSON in a tag of a run, of the models that clients before 3.0 logged. */
final class ModelHistory {
    private static final List<String> MANDATORY = List.of("artifact_path", "flavors", "utc_time_created", "run_id");
    private static final List<String> KEPT = List.of("run_id", "artifact_path", "utc_time_created", "model_uuid");

    private ModelHistory() {}

    /**
     * Reads the description of a model, of which the list keeps a part.
     *
     * @throws RegistryException INVALID_PARAMETER_VALUE for what is no JSON object, or lacks a field
     */
    static Map<String, @Nullable Object> parse(String modelJson) {
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
        KEPT.forEach(field -> kept.put(field, model.get(field)));
        kept.put("flavors", flavors(model));
        return kept;
    }

    private static Map<?, ?> read(String modelJson) {
        try {
            if (Json.parse(modelJson) instanceof Map<?, ?> model) {
                return model;
            }
        } catch (UncheckedIOException notJson) {
            // refused below
        }
        throw RegistryException.invalid("Malformed model info. \n " + modelJson + " \n is not a valid JSON.");
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

    /** The list with one more model. */
    static String append(String history, Map<String, @Nullable Object> model) {
        List<@Nullable Object> models = new ArrayList<>();
        if (!history.isEmpty() && Json.parse(history) instanceof List<?> earlier) {
            models.addAll(earlier);
        }
        models.add(model);
        return Json.text(models);
    }
}
