package io.lambdaregistry.functions.http;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.core.JsonParser;
import io.lambdaregistry.error.ErrorCode;
import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.json.Json;
import io.lambdaregistry.registry.Caller;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Set;

/**
 * The base of every function behind the API: reads the event, writes the answer, and maps every error, in this one place.
 *
 * <p>Handlers are thread-safe: Lambda calls one at a time, the local gateway many at once.
 */
public abstract class ApiHandler implements RequestStreamHandler {
    private static final Set<String> API_ROOTS = Set.of("", "api", "ajax-api");

    protected abstract ApiResponse handle(ApiRequest request) throws IOException;

    @Override
    public final void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        try (JsonParser parser = Json.FACTORY.createParser(input)) {
            answer(parser, context).writeTo(output);
        }
    }

    @SuppressWarnings("CatchingUnchecked") // whatever goes wrong, the caller gets MLflow's error body and no internals
    private ApiResponse answer(JsonParser parser, Context context) throws IOException {
        try {
            ApiRequest request = ApiRequest.read(parser);
            if (!API_ROOTS.contains(request.pathParameter("api"))) {
                return ApiResponse.error(ErrorCode.ENDPOINT_NOT_FOUND, "No such endpoint: " + request.path());
            }
            return Caller.as(request.caller().orElseGet(Caller::current), () -> handle(request));
        } catch (RegistryException refusal) {
            return ApiResponse.error(refusal.code(), refusal.getMessage());
        } catch (RuntimeException failure) {
            context.getLogger().log("request " + context.getAwsRequestId() + " failed: " + StackTrace.of(failure));
            return ApiResponse.error(
                    ErrorCode.INTERNAL_ERROR,
                    "The registry could not answer. Its log tells more under request id " + context.getAwsRequestId()
                            + ".");
        }
    }
}
