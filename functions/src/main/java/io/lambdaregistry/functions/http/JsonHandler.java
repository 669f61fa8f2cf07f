package io.lambdaregistry.functions.http;

import io.lambdaregistry.json.JsonBody;

/** The base of the operations that take parameters and return JSON: nearly all of MLflow's API. */
public abstract class JsonHandler extends ApiHandler {
    /** Decodes the parameters, calls one operation, and returns the fields of the response. */
    protected abstract JsonBody answer(Parameters parameters);

    @Override
    protected final ApiResponse handle(ApiRequest request) {
        return ApiResponse.json(answer(Parameters.of(request)));
    }
}
