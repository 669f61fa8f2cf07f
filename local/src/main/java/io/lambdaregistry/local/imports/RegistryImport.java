package io.lambdaregistry.local.imports;

import io.lambdaregistry.access.Caller;
import io.lambdaregistry.access.Principal;
import io.lambdaregistry.error.Lookup;
import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.registry.ModelRegistry;
import io.lambdaregistry.registry.ModelVersion;
import io.lambdaregistry.registry.RegisteredModel;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Copies registered models, prompts among them, with their versions and aliases. Several models are copied at once; the
 * versions of a model are copied one by one in the order of their numbers.
 *
 * <p>A model here with the same name and creation time, in milliseconds, is the same model; a model with another creation time
 * is left unchanged and nothing is copied into it.
 */
record RegistryImport(
        MlflowSource source,
        ModelRegistry registry,
        Relocation relocation,
        ArtifactCopy artifacts,
        Workers workers,
        Tally tally,
        ImportProgress progress,
        boolean dryRun) {
    /** The folder for artifacts of the source that belong to no run and no logged model. */
    private static final String UNOWNED = "imported/";

    /** @param versionsGiven the highest version number that the source has given, by model; it may be a deleted version's */
    void run(Map<String, Long> versionsGiven) {
        List<RegisteredModel> models = source.models();
        progress.begin("registered models", models.size());
        Principal who = Principal.localUser();
        workers.forEach(models, model -> {
            Caller.as(who, () -> {
                copy(model, versionsGiven.getOrDefault(model.name(), 0L));
                return model;
            });
            progress.step();
        });
        progress.end();
    }

    private void copy(RegisteredModel there, long versionsGiven) {
        String what = "Registered model '" + there.name() + "'";
        try {
            Optional<RegisteredModel> present = Lookup.found(() -> registry.getModel(there.name()));
            RegisteredModel here = present.orElseGet(() -> dryRun ? there : registry.importModel(there));
            if (here.creationTimestamp() != there.creationTimestamp()) {
                tally.count(
                        Kind.MODEL,
                        CopyOutcome.FAILED,
                        what
                                + " was created at another time here, so it is another model: neither it nor its versions are"
                                + " copied. Rename one of the two, and import again.");
                return;
            }
            if (present.isEmpty()) {
                tally.count(Kind.MODEL, CopyOutcome.COPIED);
            } else if (here.description().equals(there.description())
                    && here.tags().equals(there.tags())) {
                tally.count(Kind.MODEL, CopyOutcome.PRESENT);
            } else {
                tally.count(
                        Kind.MODEL,
                        CopyOutcome.KEPT,
                        what + " has another description or other tags here, and keeps them.");
            }
            source.versions(there, page -> page.forEach(this::copy));
            if (versionsGiven > 0 && !dryRun) {
                registry.reserveVersions(there.name(), versionsGiven);
            }
            Map<String, Long> aliases = present.map(RegisteredModel::aliases).orElse(Map.of());
            there.aliases().forEach((alias, version) -> copyAlias(there.name(), alias, version, aliases));
        } catch (SourceRefusal | RegistryException e) {
            tally.count(Kind.MODEL, CopyOutcome.FAILED, what + " is not copied: " + e.getMessage());
        }
    }

    private void copy(ModelVersion there) {
        String what = "Version %d of '%s'".formatted(there.version(), there.name());
        try {
            ModelVersion wanted = moved(there, what);
            if (!dryRun && registry.importVersion(wanted)) {
                tally.count(Kind.VERSION, CopyOutcome.COPIED);
                return;
            }
            Optional<ModelVersion> present =
                    Lookup.found(() -> registry.getVersion(there.name(), Long.toString(there.version())));
            if (present.isEmpty() && dryRun) {
                tally.count(Kind.VERSION, CopyOutcome.COPIED);
            } else if (present.isEmpty()) {
                tally.count(Kind.VERSION, CopyOutcome.KEPT, what + " was deleted here, and stays deleted.");
            } else if (present.get().creationTimestamp() != there.creationTimestamp()) {
                tally.count(
                        Kind.VERSION,
                        CopyOutcome.FAILED,
                        what + " was created at another time here, so it is another version, and stays as it is.");
            } else if (present.get().asImported().equals(wanted)) {
                tally.count(Kind.VERSION, CopyOutcome.PRESENT);
            } else {
                tally.count(
                        Kind.VERSION, CopyOutcome.KEPT, what + " differs from the source here, and stays as it is.");
            }
        } catch (SourceRefusal | RegistryException e) {
            tally.count(Kind.VERSION, CopyOutcome.FAILED, what + " is not copied: " + e.getMessage());
        }
    }

    /**
     * The version as it is written here. A {@code runs:/} or {@code models:/} source stays, since ids and numbers are the same
     * here.
     */
    private ModelVersion moved(ModelVersion there, String what) {
        String uri = there.source();
        if (uri.startsWith("runs:/")) {
            return there;
        }
        if (!uri.startsWith("models:/")) {
            String here = moved(uri, what);
            return there.movedTo(here, here);
        }
        return there.movedTo(
                uri,
                relocation.loggedModelUri(there.modelId()).orElseGet(() -> moved(source.downloadUri(there), what)));
    }

    /**
     * The URI here of files of the source: in the artifacts of their run or logged model, or copied for this version alone;
     * files elsewhere keep their URI.
     */
    private String moved(String uri, String what) {
        return relocation
                .find(uri)
                .orElseGet(() -> Relocation.pathInStore(uri)
                        .filter(path -> !dryRun)
                        .map(path -> artifacts.copy(what, new SourceArtifacts.OfPath(path), uri, UNOWNED + path))
                        .orElse(uri));
    }

    private void copyAlias(String name, String alias, long version, Map<String, Long> present) {
        try {
            boolean isThere = present.containsKey(alias);
            long here = dryRun ? present.getOrDefault(alias, version) : registry.importAlias(name, alias, version);
            if (here != version) {
                tally.count(
                        Kind.ALIAS,
                        CopyOutcome.KEPT,
                        "Alias '%s' of '%s' points at version %d here, and at %d at the source. It stays as it is."
                                .formatted(alias, name, here, version));
            } else {
                tally.count(Kind.ALIAS, isThere ? CopyOutcome.PRESENT : CopyOutcome.COPIED);
            }
        } catch (RegistryException e) {
            tally.count(
                    Kind.ALIAS,
                    CopyOutcome.FAILED,
                    "Alias '%s' of '%s' is not copied: %s".formatted(alias, name, e.getMessage()));
        }
    }
}
