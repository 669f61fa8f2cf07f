package io.lambdaregistry.aws;

import java.util.Map;

/**
 * A service of AWS that takes and answers JSON.
 *
 * @see <a href="https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html">its protocol</a>
 */
@FunctionalInterface
public interface JsonService {
    /**
     * @param operation as the service's reference names it
     * @throws RuntimeException where the service refuses, which the message tells, or is not reached after some tries
     */
    Map<?, ?> call(String operation, Map<String, ?> request);
}
