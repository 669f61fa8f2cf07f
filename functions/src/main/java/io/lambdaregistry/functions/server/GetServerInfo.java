package io.lambdaregistry.functions.server;

import io.lambdaregistry.functions.Services;
import io.lambdaregistry.functions.http.ApiHandler;
import io.lambdaregistry.functions.http.ApiRequest;
import io.lambdaregistry.functions.http.ApiResponse;
import io.lambdaregistry.json.JsonWriter;

/** {@code GET 3.0/mlflow/server-info}: what this server can do, in the fields of MLflow 3.18. */
public final class GetServerInfo extends ApiHandler {
    public GetServerInfo() {}

    /** Answers the same on every table and bucket. */
    public GetServerInfo(Services services) {}

    @Override
    protected ApiResponse handle(ApiRequest request) {
        return ApiResponse.json(GetServerInfo::writeTo);
    }

    private static void writeTo(JsonWriter writer) {
        writer.field("store_type", "SqlStore") // of the two that clients know, the one that lacks no operation
                .field("workspaces_enabled", false)
                .field("trace_archival_enabled", false)
                .field("multipart_uploads_enabled", false)
                .field("multipart_downloads_enabled", false)
                .field("artifact_serving_enabled", true)
                .field("presigned_upload_run_id_supported", false)
                .field("presigned_upload_model_id_supported", false)
                .field("model_artifact_presigned_downloads_supported", false)
                .object(
                        "features_enabled",
                        features -> features.field("gateway", false).field("scheduled_issue_detection", false))
                .field("tracking_auth", "")
                .field("artifacts_presigned_only", false);
    }
}
