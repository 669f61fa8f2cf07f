package io.lambdaregistry.local.gateway;

import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** What Jetty itself refuses, such as malformed HTTP: answered in the shape of MLflow's errors, without its details. */
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
            return answer(request, HttpStatus.BAD_REQUEST_400); // clients would try again
        }
        if (status >= 500) {
            return Answer.error(status, "INTERNAL_ERROR", "The registry could not answer.");
        }
        return isOddPath(request)
                ? Answer.error(400, "INVALID_PARAMETER_VALUE", "Invalid path")
                : Answer.error(status, "BAD_REQUEST", "This is no request that the registry can read.");
    }

    /** Whether its end never came, whichever handler found that out. */
    private static boolean isBrokenOff(Request request) {
        Object cause = request.getAttribute(ErrorHandler.ERROR_EXCEPTION);
        while (cause instanceof Throwable failure && !(failure instanceof EofException)) {
            cause = failure.getCause();
        }
        return cause != null;
    }

    /** Paths that climb over the root or hold a NUL do not get through Jetty: they are refused as the functions refuse others. */
    private static boolean isOddPath(Request request) {
        return request.getAttribute(ErrorHandler.ERROR_EXCEPTION) instanceof Throwable refusal
                && refusal.getCause() instanceof IllegalArgumentException;
    }
}
