package io.lambdaregistry.functions.server;

import io.lambdaregistry.functions.http.ApiHandler;
import io.lambdaregistry.functions.http.ApiRequest;
import io.lambdaregistry.functions.http.ApiResponse;
import java.util.Map;

/**
 * {@code GET /version}: the version of MLflow whose API this server speaks, as text; the registry's own is in the header
 * {@code x-registry-version}.
 *
 * <p>Clients read the text as a Python version and compare it with the one that brought an operation in, so it is MLflow's
 * and never the registry's.
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
