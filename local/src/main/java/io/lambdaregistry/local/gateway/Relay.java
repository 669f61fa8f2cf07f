package io.lambdaregistry.local.gateway;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;

/** Sends a large response to the client while its function is still writing it. */
final class Relay {
    /** The parser decodes base64 in pieces of 2 kB, far too small to be sent one by one. */
    private static final int BUFFER = 64 * 1024;

    private final InputStream json;
    private final Response response;
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

    private Relay(InputStream json, Response response) {
        this.json = json;
        this.response = response;
    }

    /** The result of a relayed response. */
    sealed interface Outcome {
        record Sent() implements Outcome {}

        record ClientGone(IOException cause) implements Outcome {}

        /** The function's response broke off or is malformed; a part of it may have been sent. */
        record Failed(Exception cause) implements Outcome {}
    }

    static Relay start(InputStream json, Response response) {
        Relay relay = new Relay(json, response);
        Thread.ofVirtual().name("relay").start(() -> relay.outcome.complete(relay.send()));
        return relay;
    }

    Outcome await() {
        return outcome.join();
    }

    private Outcome send() {
        try (AnswerReader reader = new AnswerReader(json)) {
            AnswerHead head = reader.readHead();
            head.applyTo(response);
            if (head.hasBody() && !HttpMethod.HEAD.is(response.getRequest().getMethod())) {
                OutputStream body =
                        new BufferedOutputStream(new ToClient(Content.Sink.asOutputStream(response)), BUFFER);
                reader.readBody(body);
                body.flush();
            }
            return new Outcome.Sent();
        } catch (ClientGoneException gone) {
            return new Outcome.ClientGone(gone);
        } catch (IOException | RuntimeException failure) {
            return new Outcome.Failed(failure);
        }
    }

    /** Distinguishes a failure of the client's connection from a failure of the function. */
    private static final class ToClient extends FilterOutputStream {
        ToClient(OutputStream client) {
            super(client);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                throw new ClientGoneException(e);
            }
        }

        @Override
        public void flush() {
            // each write is sent at once, and only the gateway ends the response
        }
    }

    private static final class ClientGoneException extends IOException {
        private static final long serialVersionUID = 1L;

        ClientGoneException(IOException cause) {
            super(cause);
        }
    }
}
