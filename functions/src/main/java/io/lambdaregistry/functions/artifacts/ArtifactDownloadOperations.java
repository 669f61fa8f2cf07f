package io.lambdaregistry.functions.artifacts;

import io.lambdaregistry.artifact.Artifacts;
import io.lambdaregistry.artifact.PresignedTransfers;
import io.lambdaregistry.functions.http.ApiHandler;
import io.lambdaregistry.functions.http.OperationGroup;
import java.util.Map;

/** The operations that list and return the files of a run, a logged model or a version, or a presigned request for a file. */
public final class ArtifactDownloadOperations extends OperationGroup {
    private static final String LOGGED_MODEL = "GET /{api}/2.0/mlflow/logged-models/{model_id}/artifacts/";

    public ArtifactDownloadOperations() {
        super(operations(
                services().artifacts(), Downloads.of(services()), services().presignedTransfers()));
    }

    private static Map<String, ApiHandler> operations(
            Artifacts artifacts, Downloads downloads, PresignedTransfers transfers) {
        return Map.of(
                "GET /{api}/2.0/mlflow/artifacts/list",
                new ListRunArtifacts(artifacts),
                "GET /get-artifact",
                new GetRunArtifact(downloads),
                LOGGED_MODEL + "directories",
                new ListLoggedModelArtifacts(artifacts),
                LOGGED_MODEL + "files",
                new GetLoggedModelArtifact(downloads),
                "GET /{api}/2.0/registry/model-versions/artifacts",
                new ListModelVersionArtifacts(artifacts),
                "GET /model-versions/get-artifact",
                new GetModelVersionArtifact(downloads),
                "GET /{api}/2.0/mlflow-artifacts/presigned/{path+}",
                new GetPresignedDownloadUrl(transfers),
                "POST /{api}/2.0/mlflow/artifacts/presigned-download-url",
                new CreatePresignedDownloadUrl(transfers));
    }
}
