package io.lambdaregistry.functions.server;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The path of the registry's API in MLflow 1: {@code /api/2.0/preview/mlflow}. MLflow 2 removed it, so clients of MLflow 1 can
 * register nothing with a later server; this server redirects them.
 *
 * @see <a href="https://github.com/mlflow/mlflow/issues/8249">mlflow#8249</a>
 */
public final class PreviewPath {
    /**
     * Matches only characters without a special meaning in a header or a browser, since the path becomes part of a redirect.
     */
    private static final Pattern PREVIEW =
            Pattern.compile("/(api|ajax-api)/2\\.0/preview/mlflow/((?:registered-models|model-versions)/[a-z-]+)");

    private PreviewPath() {}

    /** The current path of the operation; empty for any path outside the preview API. */
    public static Optional<String> present(String path) {
        Matcher preview = PREVIEW.matcher(path);
        return preview.matches()
                ? Optional.of("/" + preview.group(1) + "/2.0/mlflow/" + preview.group(2))
                : Optional.empty();
    }
}
