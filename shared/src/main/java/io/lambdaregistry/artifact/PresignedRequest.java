package io.lambdaregistry.artifact;

import java.util.Map;

/**
 * One request that its bearer may send to the store itself, until it expires.
 *
 * @param headers that the request must have, for they are signed too
 */
public record PresignedRequest(String url, Map<String, String> headers) {
    public PresignedRequest {
        headers = Map.copyOf(headers);
    }
}
