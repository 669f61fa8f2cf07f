package io.lambdaregistry.functions.server;

import io.lambdaregistry.functions.http.ApiHandler;
import io.lambdaregistry.functions.http.ApiRequest;
import io.lambdaregistry.functions.http.ApiResponse;

/**
 * {@code 3.0/mlflow/workspaces} and all paths under it: rejected with the error of an MLflow server without workspaces, by
 * which clients recognise one.
 */
final class WorkspacesDisabled extends ApiHandler {
    @Override
    protected ApiResponse handle(ApiRequest request) {
        return ApiResponse.text(
                503,
                "Endpoint: " + request.path() + " disabled because the server is running without workspaces support.");
    }
}
