package io.lambdaregistry.functions.http;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.lambdaregistry.access.Caller;
import io.lambdaregistry.access.Principal;
import io.lambdaregistry.error.ErrorCode;
import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.functions.logging.RequestLog;
import io.lambdaregistry.functions.snapstart.LambdaFunction;
import io.lambdaregistry.json.Json;
import io.lambdaregistry.webhook.WebhookSender;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Set;

/**
 * The base of every function behind the API. This one class reads the event, writes the response, maps every error and writes
 * the log.
 *
 * <p>Handlers are thread-safe: Lambda makes one call at a time, the local gateway many at once.
 */
public abstract class ApiHandler extends LambdaFunction {
    private static final Set<String> API_ROOTS = Set.of("", "api", "ajax-api");
    private static final String DELIVERY_ID = WebhookSender.DELIVERY_ID.toLowerCase(Locale.ROOT);

    protected abstract ApiResponse handle(ApiRequest request) throws IOException;

    /** The operation's name, for the log. */
    String operation(ApiRequest request) {
        return getClass().getSimpleName();
    }

    @Override
    public final void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        RequestLog log = new RequestLog(getClass().getSimpleName(), context);
        log.around(() -> {
            try (JsonParser parser = Json.streamingParser(input)) {
                answer(parser, context, log).writeTo(output);
            }
        });
    }

    @SuppressWarnings("CatchingUnchecked") // whatever fails, the client gets MLflow's error body and no internals
    private ApiResponse answer(JsonParser parser, Context context, RequestLog log) throws IOException {
        try {
            ApiRequest request = ApiRequest.read(parser);
            if (request.routeKey().equals(STAY)) {
                log.stayed();
                return ApiResponse.text(204, "");
            }
            log.received(
                    operation(request),
                    request.requestId(),
                    request.caller().map(principal -> principal.kind().label()).orElse("none"));
            if (!API_ROOTS.contains(request.pathParameter("api"))) {
                return refusal(ErrorCode.ENDPOINT_NOT_FOUND, "No such endpoint: " + request.path(), log);
            }
            if (request.header(DELIVERY_ID) != null) {
                return refusal(
                        ErrorCode.BAD_REQUEST,
                        "A registry accepts no deliveries of webhooks, since they could cause each other without end. Give the webhook another URL.",
                        log);
            }
            Principal caller = request.caller().orElseGet(Caller::current);
            ApiResponse answer = LargeAnswers.fitting(Caller.as(caller, () -> handle(request)), request);
            log.answered(answer.status());
            return answer;
        } catch (RegistryException refusal) {
            if (refusal.code().httpStatus() >= 500 && refusal.getCause() != null) {
                log.failed(refusal);
            }
            return refused(refusal, log);
        } catch (StreamConstraintsException tooMuch) {
            return refused(ApiRequest.beyondLimits(), log);
        } catch (StackOverflowError tooDeep) {
            log.failed(tooDeep);
            return refused(RegistryException.invalid("The request is too long or too deep to be read."), log);
        } catch (RuntimeException | Error failure) {
            log.failed(failure);
            return refusal(
                    ErrorCode.INTERNAL_ERROR,
                    "The registry could not answer. Its log has details under request id " + context.getAwsRequestId()
                            + ".",
                    log);
        }
    }

    private static ApiResponse refused(RegistryException refusal, RequestLog log) {
        return refusal(refusal.code(), refusal.getMessage(), log);
    }

    private static ApiResponse refusal(ErrorCode code, String message, RequestLog log) {
        log.refused(code);
        return ApiResponse.error(code, message);
    }
}
