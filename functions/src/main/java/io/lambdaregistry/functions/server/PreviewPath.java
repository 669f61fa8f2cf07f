package io.lambdaregistry.functions.server;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the API of the registry was in MLflow 1: {@code /api/2.0/preview/mlflow}. MLflow 2 dropped it, so clients of MLflow 1
 * can register nothing with a later server; here they are led on.
 *
 * @see <a href="https://github.com/mlflow/mlflow/issues/8249">mlflow#8249</a>
 */
public final class PreviewPath {
    /** Of characters that mean nothing in a header or to a browser, since the path goes into a redirect. */
    private static final Pattern PREVIEW =
            Pattern.compile("/(api|ajax-api)/2\\.0/preview/mlflow/((?:registered-models|model-versions)/[a-z-]+)");

    private PreviewPath() {}

    /** The present path of the operation; empty for a path that is none of those. */
    public static Optional<String> present(String path) {
        Matcher preview = PREVIEW.matcher(path);
        return preview.matches()
                ? Optional.of("/" + preview.group(1) + "/2.0/mlflow/" + preview.group(2))
                : Optional.empty();
    }
}
