package io.lambdaregistry.tracking;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A dataset that a run read.
 *
 * @param name to 500 characters; with the digest it identifies the dataset
 * @param digest to 36 characters
 * @param source to 65,535 characters
 * @param tags such as {@code mlflow.data.context}, which says what for
 */
public record Dataset(
        String name,
        String digest,
        String sourceType,
        String source,
        @Nullable String schema,
        @Nullable String profile,
        Map<String, String> tags) {

    /** The tag that says what a run used the dataset for. */
    public static final String CONTEXT_TAG = "mlflow.data.context";
}
