package io.lambdaregistry.functions.registeredmodels;

import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.json.JsonWriter;
import io.lambdaregistry.registry.ModelVersion;
import io.lambdaregistry.registry.RegisteredModel;
import io.lambdaregistry.search.Page;
import java.util.Map;

/** Registered models and versions as MLflow's API writes them. */
public final class RegistryJson {
    private RegistryJson() {}

    public static JsonBody model(RegisteredModel model) {
        return writer -> writer.object("registered_model", fields -> writeModel(fields, model));
    }

    public static JsonBody version(ModelVersion version) {
        return writer -> writer.object("model_version", fields -> writeVersion(fields, version));
    }

    public static JsonBody models(Page<RegisteredModel> page) {
        return writer -> writer.page("registered_models", page, RegistryJson::writeModel);
    }

    public static JsonBody versions(Page<ModelVersion> page) {
        return writer -> writer.page("model_versions", page, RegistryJson::writeVersion);
    }

    /** Writes a model, its latest versions where they can be shortened: last. Empty fields are left out. */
    public static void writeModel(JsonWriter writer, RegisteredModel model) {
        writer.field("name", model.name())
                .field("creation_timestamp", model.creationTimestamp())
                .field("last_updated_timestamp", model.lastUpdatedTimestamp())
                .field("description", model.description().isEmpty() ? null : model.description())
                .keyValues("tags", model.tags())
                .list("aliases", model.aliases().entrySet(), RegistryJson::writeAlias)
                .shortenable("latest_versions", model.latestVersions(), RegistryJson::writeVersion);
    }

    private static void writeAlias(JsonWriter writer, Map.Entry<String, Long> alias) {
        writer.field("alias", alias.getKey()).field("version", String.valueOf(alias.getValue()));
    }

    /**
     * Writes a version. The description, the run's id and the run's link are written also where they are empty; only a
     * description that was removed is left out.
     */
    public static void writeVersion(JsonWriter writer, ModelVersion version) {
        writer.field("name", version.name())
                .field("version", String.valueOf(version.version()))
                .field("creation_timestamp", version.creationTimestamp())
                .field("last_updated_timestamp", version.lastUpdatedTimestamp())
                .field("current_stage", version.stage().label())
                .field("description", version.description())
                .field("source", version.source())
                .field("run_id", version.runId())
                .field("status", "READY")
                .keyValues("tags", version.tags())
                .field("run_link", version.runLink())
                .strings("aliases", version.aliases());
    }
}
