package io.lambdaregistry.functions.server;

import io.lambdaregistry.functions.http.ApiHandler;
import io.lambdaregistry.functions.http.ApiRequest;
import io.lambdaregistry.functions.http.ApiResponse;

/**
 * {@code GET /health}: confirms that requests reach the server. It reads neither table nor bucket, so that a probe costs
 * nothing.
 */
final class Health extends ApiHandler {
    @Override
    protected ApiResponse handle(ApiRequest request) {
        return ApiResponse.text(200, "OK");
    }
}
