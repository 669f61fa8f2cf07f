package io.lambdaregistry.event;

import io.lambdaregistry.registry.RegisteredModel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Announcements that differ between models and prompts. Source: {@code webhooks/types.py} of MLflow. */
final class Announcements {
    private static final String PROMPT_TEXT_TAG = "mlflow.prompt.text";

    /** Tags by which MLflow marks prompts. MLflow sends no webhook for them. */
    private static final Set<String> INTERNAL_TAGS = Set.of(RegisteredModel.IS_PROMPT_TAG, "_mlflow_prompt_type");

    private Announcements() {}

    static Announcement ofCreation(RegistryChange.ModelCreated model) {
        boolean prompt = RegisteredModel.isPrompt(model.tags());
        return Announcement.of(prompt ? "prompt" : "registered_model")
                .with("tags", prompt ? without(model.tags(), INTERNAL_TAGS) : model.tags())
                .with("description", model.description());
    }

    static Announcement ofCreation(RegistryChange.VersionCreated version) {
        return (RegisteredModel.isPrompt(version.tags()) ? promptVersion(version) : modelVersion(version))
                .with("description", orNull(version.description()));
    }

    private static Announcement promptVersion(RegistryChange.VersionCreated version) {
        Map<String, String> tags = without(version.tags(), INTERNAL_TAGS);
        return Announcement.of("prompt_version")
                .with("version", Long.toString(version.version()))
                .with("template", tags.get(PROMPT_TEXT_TAG))
                .with("tags", without(tags, Set.of(PROMPT_TEXT_TAG)));
    }

    private static Announcement modelVersion(RegistryChange.VersionCreated version) {
        return Announcement.of("model_version")
                .with("version", Long.toString(version.version()))
                .with("source", version.source())
                .with("run_id", orNull(version.runId()))
                .with("tags", version.tags());
    }

    static Announcement ofSeal(RegistryChange.VersionSealed sealed) {
        return Announcement.of("model_version")
                .with("version", Long.toString(sealed.version()))
                .with("digest", sealed.digest())
                .with("manifest", sealed.manifest())
                .with("files", Long.toString(sealed.files()));
    }

    static Announcement ofSignature(RegistryChange.VersionSigned signed) {
        return Announcement.of("model_version")
                .with("version", Long.toString(signed.version()))
                .with("signature", signed.signature())
                .with("verdict", signed.verdict())
                .with("reason", signed.reason())
                .with("key", orNull(signed.key()));
    }

    /** MLflow sends webhooks for the tags of prompts, but not for those of models. */
    static Optional<Announcement> onlyOfPrompts(boolean ofPrompt, Announcement announcement) {
        return ofPrompt ? Optional.of(announcement) : Optional.empty();
    }

    private static Map<String, String> without(Map<String, String> tags, Set<String> keys) {
        Map<String, String> left = new LinkedHashMap<>(tags);
        left.keySet().removeAll(keys);
        return left;
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
