package io.lambdaregistry.upload;

import io.lambdaregistry.error.RegistryException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The parts of an {@code MLmodel} file that the registry uses.
 *
 * @param flavors the libraries that can load the model, sorted
 * @param signature the schemas of {@code inputs}, {@code outputs} and {@code params} that exist, each as JSON
 * @param runId the id of the run that logged the model; a text is empty if the file lacks it
 * @param modelId the id of the logged model
 * @see <a href="https://mlflow.org/docs/latest/ml/model/#mlmodel-file">MLflow's description of the file</a>
 */
record MlModel(
        List<String> flavors, Map<String, String> signature, String runId, String modelId, String mlflowVersion) {
    private static final Set<String> NULLS = Set.of("null", "Null", "NULL", "~");
    private static final List<String> SCHEMAS = List.of("inputs", "outputs", "params");

    /** @throws RegistryException INVALID_PARAMETER_VALUE if this is not an MLmodel file */
    static MlModel of(Object yaml) {
        if (!(yaml instanceof Map<?, ?> fields)) {
            throw RegistryException.invalid(
                    "The MLmodel file is not a YAML mapping. Upload the one that MLflow writes with the model.");
        }
        if (!(fields.get("flavors") instanceof Map<?, ?> flavors) || flavors.isEmpty()) {
            throw RegistryException.invalid(
                    "The MLmodel file names no flavors, so no library could load the model. Save the model with a flavor.");
        }
        return new MlModel(
                flavors.keySet().stream().map(String::valueOf).sorted().toList(),
                signature(fields),
                text(fields, "run_id"),
                text(fields, "model_id"),
                text(fields, "mlflow_version"));
    }

    private static Map<String, String> signature(Map<?, ?> fields) {
        Map<String, String> signature = new LinkedHashMap<>();
        if (fields.get("signature") instanceof Map<?, ?> given) {
            for (String schema : SCHEMAS) {
                String json = text(given, schema);
                if (!json.isEmpty()) {
                    signature.put(schema, json);
                }
            }
        }
        return signature;
    }

    /**
     * Returns the text of a field; empty if it is missing or YAML's null, which the parser returns as a text like all scalars.
     */
    private static String text(Map<?, ?> fields, String name) {
        return fields.get(name) instanceof String text && !NULLS.contains(text) ? text : "";
    }

    /** Returns the description as tags of the version. */
    Map<String, String> tags() {
        Map<String, String> tags = new LinkedHashMap<>();
        put(tags, "mlmodel.flavors", String.join(",", flavors));
        signature.forEach((schema, json) -> put(tags, "mlmodel.signature." + schema, json));
        put(tags, "mlmodel.run_id", runId);
        put(tags, "mlmodel.model_id", modelId);
        put(tags, "mlmodel.mlflow_version", mlflowVersion);
        return tags;
    }

    private static void put(Map<String, String> tags, String key, String value) {
        if (!value.isEmpty() && UploadTags.fits(value)) {
            tags.put(key, value);
        }
    }
}
