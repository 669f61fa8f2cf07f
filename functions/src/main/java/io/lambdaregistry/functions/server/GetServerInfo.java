package io.lambdaregistry.functions.server;

import io.lambdaregistry.functions.ArtifactSettings;
import io.lambdaregistry.functions.http.ApiHandler;
import io.lambdaregistry.functions.http.ApiRequest;
import io.lambdaregistry.functions.http.ApiResponse;
import io.lambdaregistry.json.JsonWriter;

/** {@code GET 3.0/mlflow/server-info}: returns this server's capabilities, in the fields of MLflow 3.18. */
final class GetServerInfo extends ApiHandler {
    private final boolean presignedOnly;

    GetServerInfo(ArtifactSettings artifacts) {
        this.presignedOnly = artifacts.presignedOnly();
    }

    @Override
    protected ApiResponse handle(ApiRequest request) {
        return ApiResponse.json(this::writeTo);
    }

    private void writeTo(JsonWriter writer) {
        writer.field("store_type", "SqlStore") // of the two store types that clients know, the one with every operation
                .field("workspaces_enabled", false)
                .field("trace_archival_enabled", false)
                .field("multipart_uploads_enabled", presignedOnly) // clients obey these three fields
                .field("multipart_downloads_enabled", presignedOnly)
                .field("artifact_serving_enabled", true)
                .field("presigned_upload_run_id_supported", true)
                .field("presigned_upload_model_id_supported", true)
                .field("model_artifact_presigned_downloads_supported", true)
                .object(
                        "features_enabled",
                        features -> features.field("gateway", false).field("scheduled_issue_detection", false))
                .field("tracking_auth", "")
                .field("artifacts_presigned_only", presignedOnly);
    }
}
