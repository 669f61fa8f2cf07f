package io.lambdaregistry.functions.artifacts;

import io.lambdaregistry.artifact.ArtifactPath;
import io.lambdaregistry.artifact.PresignedTransfers;
import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.json.JsonBody;
import java.util.Optional;

/**
 * {@code POST mlflow/artifacts/presigned-upload-url}: returns a presigned request that writes a file of a run, or of a logged
 * model, to S3.
 */
public final class CreatePresignedUploadUrl extends JsonHandler {
    private final PresignedTransfers transfers;

    public CreatePresignedUploadUrl() {
        this(services().presignedTransfers());
    }

    CreatePresignedUploadUrl(PresignedTransfers transfers) {
        this.transfers = transfers;
    }

    @Override
    protected JsonBody answer(Parameters parameters) {
        String runId = parameters.stringOrEmpty("run_id");
        String modelId = parameters.stringOrEmpty("model_id");
        ArtifactPath path = ArtifactPath.ofFile(parameters.requiredString("path"));
        Optional<Long> expiration = Optional.ofNullable(parameters.integer("expiration"));
        if (runId.isEmpty() == modelId.isEmpty()) {
            throw RegistryException.invalid("Exactly one of run_id and model_id must be provided.");
        }
        return PresignedJson.presignedUrl(
                modelId.isEmpty()
                        ? transfers.uploadToRun(runId, path, expiration)
                        : transfers.uploadToLoggedModel(modelId, path, expiration));
    }
}
