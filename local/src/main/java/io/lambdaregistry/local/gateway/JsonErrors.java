package io.lambdaregistry.local.gateway;

import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * Responses to requests that Jetty itself rejects, such as malformed HTTP: errors in MLflow's JSON, without Jetty's details.
 */
final class JsonErrors implements Request.Handler {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        answer(request, response.getStatus()).send(response, callback);
        return true;
    }

    private static Answer answer(Request request, int status) {
        if (status == HttpStatus.HTTP_VERSION_NOT_SUPPORTED_505
                || status == HttpStatus.NOT_IMPLEMENTED_501
                || (status >= 500 && isBrokenOff(request))) {
            return answer(request, HttpStatus.BAD_REQUEST_400); // not a 5xx status, which clients would retry
        }
        if (status >= 500) {
            return Answer.error(status, "INTERNAL_ERROR", "The registry could not answer.");
        }
        return isOddPath(request)
                ? Answer.error(400, "INVALID_PARAMETER_VALUE", "Invalid path")
                : Answer.error(status, "BAD_REQUEST", "The registry cannot read this request.");
    }

    /** Whether the client broke the request off, whichever handler detected it. */
    private static boolean isBrokenOff(Request request) {
        Object cause = request.getAttribute(ErrorHandler.ERROR_EXCEPTION);
        while (cause instanceof Throwable failure && !(failure instanceof EofException)) {
            cause = failure.getCause();
        }
        return cause != null;
    }

    /**
     * Jetty rejects paths that climb above the root or contain a NUL; they get the response that functions give to other
     * unusual paths.
     */
    private static boolean isOddPath(Request request) {
        return request.getAttribute(ErrorHandler.ERROR_EXCEPTION) instanceof Throwable refusal
                && refusal.getCause() instanceof IllegalArgumentException;
    }
}
