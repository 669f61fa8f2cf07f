package io.lambdaregistry.functions.server;

import io.lambdaregistry.functions.http.ApiHandler;
import io.lambdaregistry.functions.http.ApiRequest;
import io.lambdaregistry.functions.http.ApiResponse;
import java.util.Map;

/**
 * {@code GET /version}: returns, as text, the version of MLflow whose API this server implements. The registry's own version is
 * in the header {@code x-registry-version}.
 *
 * <p>Clients parse the text as a Python version and compare it with the version that introduced an operation, so it is MLflow's
 * version and never the registry's.
 */
final class GetVersion extends ApiHandler {
    /** The newest MLflow whose clients are tested against this server. */
    static final String MLFLOW = "3.18.0";

    /** The project's version. */
    static final String REGISTRY = "0.1.0";

    @Override
    protected ApiResponse handle(ApiRequest request) {
        Map<String, String> headers =
                Map.of("content-type", "text/plain; charset=utf-8", "x-registry-version", REGISTRY);
        return new ApiResponse.Text(200, headers, MLFLOW);
    }
}
