package io.lambdaregistry.upload;

import io.lambdaregistry.error.ErrorCode;
import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.registry.Lineage;
import io.lambdaregistry.registry.NewModelVersion;
import io.lambdaregistry.registry.Occasion;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Registers the models that are uploaded to the bucket. Thread-safe.
 *
 * <p>The {@code MLmodel} of a folder creates a version. Every file of the folder, before or after it, updates the version's tags
 * that list the folder's contents. Events may arrive repeatedly, late and in any order, so every step can be repeated.
 */
public final class Uploads {
    /** In bytes. MLflow writes files of a few kilobytes; only signatures of thousands of columns need more. */
    public static final int MAX_MODEL_FILE = 1 << 20;

    private static final int ROUNDS = 10;

    private final ModelFiles files;
    private final UploadStore store;
    private final Lineage lineage;
    private final Function<String, Object> yaml;
    private final String bucket;
    private final boolean clientsReachS3;
    private final InstantSource clock;

    /**
     * @param yaml reads a YAML text as maps, lists and strings; refuses what is none with INVALID_PARAMETER_VALUE
     * @param bucket the registry's own, of which alone it takes uploads
     * @param clientsReachS3 whether clients read artifacts from S3 by themselves, or by the registry's API
     */
    public Uploads(
            ModelFiles files,
            UploadStore store,
            Lineage lineage,
            Function<String, Object> yaml,
            String bucket,
            boolean clientsReachS3,
            InstantSource clock) {
        this.files = files;
        this.store = store;
        this.lineage = lineage;
        this.yaml = yaml;
        this.bucket = bucket;
        this.clientsReachS3 = clientsReachS3;
        this.clock = clock;
    }

    /**
     * Handles an object that was put into the bucket. An object that belongs to no model is ignored.
     *
     * @return the version that was made of it; empty if none was made
     * @throws RegistryException TEMPORARILY_UNAVAILABLE if a later attempt may succeed; any other code is final
     */
    public Optional<RegisteredUpload> arrived(UploadedObject object) {
        if (!object.bucket().equals(bucket)) {
            throw RegistryException.invalid("The event names another bucket than the registry's.");
        }
        Optional<UploadedFile> file = UploadedFile.of(object.bucket(), object.key());
        if (file.isEmpty()) {
            return Optional.empty();
        }
        ModelFolder folder = file.get().folder();
        Optional<RegisteredUpload> registered =
                file.get().isModelFile() ? Optional.of(register(object, folder)) : Optional.empty();
        if (file.get().isModelFileOfInnerModel() && !files.exists(object.bucket(), folder.modelFile())) {
            throw new RegistryException(
                    ErrorCode.TEMPORARILY_UNAVAILABLE,
                    "A model is uploaded to models/<name>/<folder>/. This MLmodel file lies deeper, and no model around it"
                            + " has arrived.");
        }
        describe(folder, occasion(object));
        return registered.filter(RegisteredUpload::created);
    }

    private RegisteredUpload register(UploadedObject object, ModelFolder folder) {
        folder.check();
        ModelFiles.Content content = files.read(object, MAX_MODEL_FILE);
        MlModel model = MlModel.of(yaml.apply(content.text()));
        UserMetadata given = UserMetadata.of(content.metadata());
        // a model may have been logged to another server, whose ids do not exist here
        Optional<Lineage.LoggedArtifacts> logged =
                model.modelId().isEmpty() ? Optional.empty() : lineage.loggedModel(model.modelId());
        String source = source(folder);
        Map<String, String> tags = new HashMap<>(given.tags());
        tags.putAll(model.tags());
        NewModelVersion version = new NewModelVersion(
                source,
                source,
                model.runId().isEmpty()
                        ? logged.map(Lineage.LoggedArtifacts::runId).orElse("")
                        : model.runId(),
                "",
                logged.isPresent() ? model.modelId() : "",
                given.description(),
                tags);
        RegisteredUpload registered = store.register(object, folder, version, given.aliases(), occasion(object));
        if (logged.isPresent()) {
            lineage.linkVersion(model.modelId(), registered.model(), registered.version(), !registered.created());
        }
        return registered;
    }

    private Occasion occasion(UploadedObject object) {
        return new Occasion(object.who(), clock.millis());
    }

    /**
     * Without S3 access the source is {@code mlflow-artifacts:/} and the key; the folders of experiments are numbers, so none
     * is {@code models}.
     */
    private String source(ModelFolder folder) {
        return (clientsReachS3 ? "s3://" + folder.bucket() + "/" : "mlflow-artifacts:/") + folder.path();
    }

    /**
     * Sets the tags that list a folder's contents on its newest version. After each write the folder is listed again, so the last
     * writer has seen all files.
     */
    private void describe(ModelFolder folder, Occasion occasion) {
        Optional<RegisteredUpload> newest = store.newest(folder);
        if (newest.isEmpty()) {
            return;
        }
        Map<String, String> known = newest.get().tags();
        for (int i = 0; i < ROUNDS; i++) {
            Map<String, String> present = files.list(folder).tags();
            Map<String, String> changed = new HashMap<>(present);
            changed.entrySet().removeAll(known.entrySet());
            if (changed.isEmpty() || !store.setTags(newest.get(), changed, occasion)) {
                return;
            }
            known = present;
        }
        throw new RegistryException(
                ErrorCode.TEMPORARILY_UNAVAILABLE, "The folder changes faster than it can be read. Try again.");
    }
}
