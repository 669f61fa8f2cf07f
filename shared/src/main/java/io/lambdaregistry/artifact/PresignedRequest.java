package io.lambdaregistry.artifact;

import java.util.Map;

/**
 * A signed request. Any client that has it may send it directly to the store until it expires.
 *
 * @param headers the headers that the request must have, because they are signed too
 */
public record PresignedRequest(String url, Map<String, String> headers) {
    public PresignedRequest {
        headers = Map.copyOf(headers);
    }
}
