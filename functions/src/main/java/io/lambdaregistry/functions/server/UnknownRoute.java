package io.lambdaregistry.functions.server;

import io.lambdaregistry.error.ErrorCode;
import io.lambdaregistry.functions.http.ApiHandler;
import io.lambdaregistry.functions.http.ApiRequest;
import io.lambdaregistry.functions.http.ApiResponse;

/** What no other route takes: a definite refusal, which clients do not try again. */
final class UnknownRoute extends ApiHandler {
    @Override
    protected ApiResponse handle(ApiRequest request) {
        return ApiResponse.error(
                ErrorCode.ENDPOINT_NOT_FOUND, "No such endpoint: " + request.method() + " " + request.path());
    }
}
