package io.lambdaregistry.registry;

import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.metering.Fork;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks the source of a new version and resolves it.
 *
 * <p>A source must be an absolute URI without a host to connect to, and not a local file. A source in the registry's own artifact
 * store must lie within the run or logged model that the request names. {@code models:/name/…} is resolved to the version that
 * it points at now. Source: the rules of MLflow's server, 3.17.
 */
final class ModelSources {
    /** The sources that MLflow's prompt registry gives to versions of prompts. */
    private static final Set<String> PROMPT_PLACEHOLDERS = Set.of("dummy-source", "prompt-template");

    private final RegistryStore store;
    private final Lineage lineage;

    ModelSources(RegistryStore store, Lineage lineage) {
        this.store = store;
        this.lineage = lineage;
    }

    /**
     * @param runId null if the request has none, which differs from an empty one; likewise {@code modelId}
     * @throws RegistryException INVALID_PARAMETER_VALUE for a source that breaks a rule
     */
    NewModelVersion resolve(
            String source,
            @Nullable String runId,
            @Nullable String modelId,
            String runLink,
            String description,
            Map<String, String> tags) {
        boolean prompt = RegisteredModel.isPrompt(tags);
        if (prompt && !PROMPT_PLACEHOLDERS.contains(source)) {
            throw RegistryException.invalid(
                    "Invalid prompt source: '" + source + "'. Prompt sources must use an MLflow placeholder.");
        }
        Resolved resolved = prompt
                ? ofPrompt(source, orEmpty(runId), orEmpty(modelId))
                : resolve(SourceUri.parse(source), runId, modelId);
        return new NewModelVersion(
                resolved.source,
                resolved.storageLocation,
                resolved.runId,
                runLink,
                resolved.modelId,
                description,
                tags);
    }

    private record Resolved(String source, String storageLocation, String runId, String modelId) {}

    private Resolved resolve(SourceUri source, @Nullable String runId, @Nullable String modelId) {
        if (source.namesHost()) {
            throw RegistryException.invalid(
                    "'source' cannot use the '%s' scheme: it names a host to connect to, which is not the registry's own artifact storage. Use a path in it, such as mlflow-artifacts:/…, or an s3:// URI."
                            .formatted(source.scheme()));
        }
        if (source.scheme().equals("models") && !isLoggedModel(source)) {
            return ofVersion(source, runId, modelId);
        }
        String run = orEmpty(runId);
        String model = orEmpty(modelId);
        if (model.isEmpty()) {
            checkAgainstRun(source, run);
            return new Resolved(source.text(), source.text(), run, "");
        }
        return ofLoggedModel(source, run, model);
    }

    /** Resolves the source of a prompt. It has no files, but the logged model that the request names must exist. */
    private Resolved ofPrompt(String source, String runId, String modelId) {
        if (modelId.isEmpty()) {
            return new Resolved(source, source, runId, "");
        }
        Lineage.LoggedArtifacts model = lineage.loggedModel(modelId).orElseThrow(() -> loggedModelNotFound(modelId));
        return new Resolved(source, source, runId.isEmpty() ? model.runId() : runId, modelId);
    }

    private static RegistryException loggedModelNotFound(String modelId) {
        return RegistryException.notFound("Logged model with ID '" + modelId + "' not found.");
    }

    private Resolved ofLoggedModel(SourceUri source, String runId, String modelId) {
        if (source.isLocal() || (source.scheme().equals("runs") && source.isAbsolute())) {
            throw notContained(source, "model_id");
        }
        if (!source.scheme().equals("models")) {
            checkIsAbsolute(source, "model_id");
        }
        boolean itself = source.scheme().equals("models");
        Lineage.LoggedArtifacts model = lineage.loggedModel(modelId)
                .orElseThrow(() -> itself || source.scheme().equals("mlflow-artifacts")
                        ? notContained(source, "model_id")
                        : loggedModelNotFound(modelId));
        if (itself ? !source.path().equals("/" + modelId) : !fits(source, model.artifactUri())) {
            throw notContained(source, "model_id");
        }
        return new Resolved(
                source.text(),
                itself ? model.artifactUri() : source.text(),
                runId.isEmpty() ? model.runId() : runId,
                modelId);
    }

    /** Returns whether the source lies outside the registry's artifacts, or within the required folder. */
    private static boolean fits(SourceUri source, String folder) {
        return switch (source.scheme()) {
            case "mlflow-artifacts" -> source.isWithin(folder);
            default -> true;
        };
    }

    private void checkAgainstRun(SourceUri source, String runId) {
        if (source.isLocal() && !runId.isEmpty()) {
            throw lineage.runArtifactUri(runId).isEmpty()
                    ? notContained(source, "run_id")
                    : local(source.path(), "run_id");
        }
        if (source.scheme().equals("models")) {
            throw notContained(source, "model_id");
        }
        checkIsAbsolute(source, "run_id");
        boolean fits = switch (source.scheme()) {
            case "runs" ->
                source.authority().isEmpty()
                        && !runId.isEmpty()
                        && List.of(source.path().split("/", -1)).get(1).equals(runId);
            case "mlflow-artifacts" ->
                !runId.isEmpty()
                        && lineage.runArtifactUri(runId)
                                .filter(source::isWithin)
                                .isPresent();
            default -> true;
        };
        if (!fits) {
            throw notContained(source, "run_id");
        }
    }

    private Resolved ofVersion(SourceUri source, @Nullable String runId, @Nullable String modelId) {
        if (!source.isAbsolute()) {
            throw notContained(source, "model_id");
        }
        ModelVersion version = versionOf(source);
        // MLflow's server does not store the logged model of a version, so there every model_id is a mismatch
        if ((runId != null && !runId.equals(version.runId()))
                || !orEmpty(modelId).isEmpty()) {
            throw RegistryException.invalid(
                    "Invalid model version source: '%s'. The run_id and model_id request parameters must match the referenced model version."
                            .formatted(source.text()));
        }
        return new Resolved(
                "models:/" + version.name() + "/" + version.version(),
                version.storageLocation(),
                version.runId(),
                version.modelId());
    }

    private ModelVersion versionOf(SourceUri source) {
        if (!source.authority().isEmpty()) {
            throw RegistryException.invalid(
                    "Invalid model version source: '%s'. Registered model sources must use the active model registry."
                            .formatted(source.text()));
        }
        List<String> parts = List.of(source.pathAndFragment().substring(1).split("/", -1));
        String first = parts.getFirst();
        if (parts.size() > 2 || first.isBlank() || parts.getLast().isBlank() || first.endsWith("@")) {
            throw notContained(source, "model_id");
        }
        int at = first.lastIndexOf('@');
        String name = parts.size() == 1 ? first.substring(0, at) : first;
        RegistryRules.checkModelName(name);
        Fork<ModelVersion> version = Fork.of(() -> parts.size() == 1
                ? versionByAlias(name, first.substring(at + 1))
                : versionByNumberOrStage(name, parts.getLast(), source));
        if (store.isPrompt(name)) { // a missing model and a prompt are reported before other errors
            throw RegistryException.invalid(
                    "Invalid model version source: '%s'. Prompt versions cannot be used as model version sources."
                            .formatted(source.text()));
        }
        return version.join();
    }

    /** Returns the version of an alias; {@code latest}, in any case, is the highest version. */
    ModelVersion versionByAlias(String name, String alias) {
        if (alias.equalsIgnoreCase("latest")) {
            return store.getHighestVersion(name)
                    .orElseThrow(() -> RegistryException.notFound("Latest version not found for model " + name + "."));
        }
        return store.getVersionByAlias(name, alias).orElseThrow(() -> RegistryErrors.aliasNotFound(alias));
    }

    private ModelVersion versionByNumberOrStage(String name, String suffix, SourceUri source) {
        if (suffix.chars().allMatch(Character::isDigit)) {
            return store.getVersion(name, RegistryNumbers.parseVersion(suffix));
        }
        Set<Stage> stages = suffix.equalsIgnoreCase("latest") ? Stage.ALL : Set.of(Stage.parse(suffix));
        return store.getLatestVersions(name, stages).stream()
                .max((a, b) -> Long.compare(a.version(), b.version()))
                .orElseThrow(() -> RegistryException.invalid(
                        "No versions of model with name '%s' found for source '%s'".formatted(name, source.text())));
    }

    private static boolean isLoggedModel(SourceUri source) {
        String name = source.path().startsWith("/") ? source.path().substring(1) : source.path();
        return source.authority().isEmpty() && name.indexOf('/') < 0 && name.indexOf('@') < 0;
    }

    private static void checkIsAbsolute(SourceUri source, String idName) {
        if (source.isLocal()) {
            throw local(source.text(), idName);
        }
        if (!source.isAbsolute()) {
            throw RegistryException.invalid(
                    "Invalid model version source: '%s'. If supplying a source as an http, https, local file path, ftp, objectstore, or mlflow-artifacts uri, an absolute path must be provided without relative path references present. Please provide an absolute path."
                            .formatted(source.text()));
        }
    }

    private static RegistryException local(String source, String idName) {
        return RegistryException.invalid(
                "Invalid model version source: '%s'. To use a local path as a model version source, the %s request parameter has to be specified and the local path has to be contained within the artifact directory of the run specified by the %s."
                        .formatted(source, idName, idName));
    }

    private static RegistryException notContained(SourceUri source, String idName) {
        return RegistryException.invalid(
                "Invalid model version source: '%s'. The %s request parameter must identify the resource that contains the source."
                        .formatted(source.text(), idName));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
