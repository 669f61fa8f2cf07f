package io.lambdaregistry.local.gateway;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.lambdaregistry.embedded.sqlite.FullDisk;
import io.lambdaregistry.error.ErrorCode;
import io.lambdaregistry.functions.FunctionContext;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** One call of a function, from its event to the end of its answer. */
final class FunctionCall {
    /**
     * Calls with large bodies take seconds of computing. On threads of the system they do not keep the few carriers of the virtual
     * threads from other requests.
     */
    private static final Executor OWN_THREADS = Executors.newThreadPerTaskExecutor(
            Thread.ofPlatform().daemon().name("large-request-", 0).factory());

    private final RequestStreamHandler function;
    private final HttpApiEvent event;
    private final FunctionContext context;
    private final LargeBodies bodies;
    private final Response response;
    private final Callback callback;
    private @Nullable Relay relay;

    FunctionCall(
            RequestStreamHandler function,
            HttpApiEvent event,
            FunctionContext context,
            LargeBodies bodies,
            Response response,
            Callback callback) {
        this.function = function;
        this.event = event;
        this.context = context;
        this.bodies = bodies;
        this.response = response;
        this.callback = callback;
    }

    void run() {
        try (ArrivedBody body = ArrivedBody.of(event.request(), bodies)) {
            RequestContent content = RequestContent.of(event.request(), body);
            if (body.isLarge()) {
                CompletableFuture.runAsync(() -> run(content, body), OWN_THREADS)
                        .join();
            } else {
                run(content, body);
            }
        } catch (IOException brokenOff) {
            if (FullDisk.causes(brokenOff)) {
                Answer.error(FullDisk.STATUS, ErrorCode.RESOURCE_EXHAUSTED.name(), FullDisk.MESSAGE)
                        .send(response, callback);
            } else {
                callback.failed(brokenOff);
            }
        }
    }

    private void run(RequestContent content, ArrivedBody body) {
        AnswerStream output = new AnswerStream(json -> {
            body.giveUpPlace();
            relay = Relay.start(json, response);
        });
        Throwable failure = invoke(content, output);
        Relay.Outcome relayed = relay == null ? null : relay.await();
        if (content.isBroken()) {
            // the function's response does not count, since the request was incomplete
            callback.failed(new EofException("the request was broken off"));
        } else if (relayed != null) {
            end(relayed);
        } else {
            content.drain();
            answer(output, failure);
        }
    }

    private @Nullable Throwable invoke(RequestContent content, AnswerStream output) {
        try (InputStream json = event.json(content)) {
            function.handleRequest(json, output, context);
            output.finish();
            return null;
        } catch (Throwable failure) { // an Error of a function is not a failure of the gateway
            output.fail(failure);
            return failure;
        }
    }

    /** Sends a small response. Nothing has been sent before, so a failure can become an error response. */
    private void answer(AnswerStream output, @Nullable Throwable failure) {
        Throwable problem = failure;
        if (problem == null) {
            try {
                Answer answer = AnswerReader.readWhole(output.held());
                if (answer.status() >= 500) {
                    log(Integer.toString(answer.status()), null);
                }
                answer.send(response, callback);
                return;
            } catch (IOException malformed) {
                problem = malformed;
            }
        }
        log("500", problem);
        internalError().send(response, callback);
    }

    /** Ends a large response: it was sent completely, or the connection is broken so that a part is not taken for the whole. */
    private void end(Relay.Outcome relayed) {
        switch (relayed) {
            case Relay.Outcome.Sent sent -> callback.succeeded();
            case Relay.Outcome.ClientGone gone -> callback.failed(gone.cause());
            case Relay.Outcome.Failed failed -> {
                log(response.isCommitted() ? "broken off" : "500", failed.cause());
                if (response.isCommitted()) {
                    callback.failed(failed.cause());
                } else {
                    response.reset();
                    internalError().send(response, callback);
                }
            }
        }
    }

    private Answer internalError() {
        return Answer.error(
                500,
                "INTERNAL_ERROR",
                "The registry could not answer. Its console has details under request id " + context.requestId() + ".");
    }

    private void log(String outcome, @Nullable Throwable cause) {
        Request request = event.request();
        System.err.println(Instant.now().truncatedTo(ChronoUnit.MILLIS) + " " + outcome + " " + request.getMethod()
                + " " + request.getHttpURI().getPath() + " " + context.requestId()
                + (cause == null ? "" : " " + oneLine(cause)));
    }

    private static String oneLine(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.toString().replaceAll("\\R", " ");
    }
}
