package io.lambdaregistry.local.mlflowpage;

import io.lambdaregistry.json.Json;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The registry's REST API, local or remote. */
@FunctionalInterface
public interface Api {
    /**
     * Calls an operation.
     *
     * @param target path and query
     * @param body JSON, or empty
     * @return the JSON object of the response
     * @throws ApiRefusal for an error response
     */
    Map<String, @Nullable Object> call(String method, String target, String body) throws IOException, ApiRefusal;

    /** The registry's error message for a rejected call. */
    final class ApiRefusal extends Exception {
        private static final long serialVersionUID = 1;

        public ApiRefusal(String message) {
            super(message);
        }
    }

    /** Reads a response. */
    @SuppressWarnings("unchecked") // Json makes every object a map with string keys
    static Map<String, @Nullable Object> read(int status, String json) throws IOException, ApiRefusal {
        Object answer = Json.parse(json);
        if (!(answer instanceof Map<?, ?> object)) {
            throw new IOException("the registry's answer is not a JSON object");
        }
        if (status >= 400) {
            throw new ApiRefusal(String.valueOf(object.get("message")));
        }
        return (Map<String, @Nullable Object>) object;
    }
}
