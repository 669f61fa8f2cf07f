package io.lambdaregistry.functions.server;

import io.lambdaregistry.error.ErrorCode;
import io.lambdaregistry.functions.Services;
import io.lambdaregistry.functions.http.ApiHandler;
import io.lambdaregistry.functions.http.ApiRequest;
import io.lambdaregistry.functions.http.ApiResponse;

/** What no other route takes: a definite refusal, which clients do not try again. */
public final class UnknownRoute extends ApiHandler {
    public UnknownRoute() {}

    /** Answers the same on every table and bucket. */
    public UnknownRoute(Services services) {}

    @Override
    protected ApiResponse handle(ApiRequest request) {
        return ApiResponse.error(
                ErrorCode.ENDPOINT_NOT_FOUND, "No such endpoint: " + request.method() + " " + request.path());
    }
}
