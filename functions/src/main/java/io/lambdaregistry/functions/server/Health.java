package io.lambdaregistry.functions.server;

import io.lambdaregistry.functions.Services;
import io.lambdaregistry.functions.http.ApiHandler;
import io.lambdaregistry.functions.http.ApiRequest;
import io.lambdaregistry.functions.http.ApiResponse;

/** {@code GET /health}: that requests come through. It asks neither table nor bucket, so that a probe costs nothing. */
public final class Health extends ApiHandler {
    public Health() {}

    /** Answers the same on every table and bucket. */
    public Health(Services services) {}

    @Override
    protected ApiResponse handle(ApiRequest request) {
        return ApiResponse.text(200, "OK");
    }
}
