package io.lambdaregistry.aws;

import java.util.Map;

/**
 * A service of AWS whose requests and responses are JSON.
 *
 * @see <a href="https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html">its protocol</a>
 */
@FunctionalInterface
public interface JsonService {
    /**
     * @param operation the operation's name in the service's API reference
     * @throws RuntimeException when the service rejects the request (the message quotes its response), or is still unreachable
     *     after several attempts
     */
    Map<?, ?> call(String operation, Map<String, ?> request);
}
