package io.lambdaregistry.tracking;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An input dataset of a run.
 *
 * @param name at most 500 characters; name and digest identify the dataset
 * @param digest at most 36 characters
 * @param source at most 65,535 characters
 * @param tags the tags of its use by the run, such as {@link #CONTEXT_TAG}
 */
public record Dataset(
        String name,
        String digest,
        String sourceType,
        String source,
        @Nullable String schema,
        @Nullable String profile,
        Map<String, String> tags) {

    /** The tag with the purpose of the dataset in the run, such as {@code training}. */
    public static final String CONTEXT_TAG = "mlflow.data.context";
}
