package io.lambdaregistry.clienttests.gateway;

import com.sun.net.httpserver.HttpExchange;
import java.time.Instant;
import java.util.Optional;

/** Decides, as API Gateway does before it calls a function, whether a request is let in. */
public interface Authorizer {
    /** @param reason for the test's log; a client receives only the status */
    record Refusal(int status, String reason) {}

    /** @param body what was read of the request, whole */
    Optional<Refusal> refuse(HttpExchange request, byte[] body, Instant now);
}
