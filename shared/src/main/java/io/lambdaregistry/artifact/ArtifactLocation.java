package io.lambdaregistry.artifact;

import io.lambdaregistry.error.RegistryException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The location that an artifact URI names. */
public sealed interface ArtifactLocation {
    /** Under the artifact root of this registry: {@code mlflow-artifacts:/path}; a host in the URI means this server. */
    record Registry(ArtifactPath path) implements ArtifactLocation {}

    /** A location in a bucket: {@code s3://bucket/path}. */
    record Bucket(String bucket, ArtifactPath path) implements ArtifactLocation {}

    /** A location in the artifacts of a run: {@code runs:/id/path}. */
    record OfRun(String runId, ArtifactPath path) implements ArtifactLocation {}

    /** Parses a URI without decoding it. A query or a fragment makes its path invalid. */
    static ArtifactLocation parse(String uri) {
        return switch (Parts.of(uri)) {
            case Parts(String scheme, String authority, String path)
            when scheme.equals("mlflow-artifacts") -> new Registry(ArtifactPath.ofUri(path));
            case Parts(String scheme, String authority, String path)
            when scheme.equals("s3") && !authority.isEmpty() -> new Bucket(authority, ArtifactPath.ofUri(path));
            case Parts(String scheme, String authority, String path)
            when scheme.equals("runs") && authority.isEmpty() -> ofRun(path);
            default ->
                throw RegistryException.invalid("The registry serves artifacts under mlflow-artifacts:/ and s3://, not "
                        + "under '" + uri + "'. Read them where they are.");
        };
    }

    private static OfRun ofRun(String path) {
        int slash = path.indexOf('/');
        return slash < 0
                ? new OfRun(path, ArtifactPath.ROOT)
                : new OfRun(path.substring(0, slash), ArtifactPath.ofUri(path.substring(slash + 1)));
    }

    /** @param path the path without its first slash, including a query or fragment */
    record Parts(String scheme, String authority, String path) {
        private static final Pattern SHAPE =
                Pattern.compile("([A-Za-z][A-Za-z0-9+.\\-]*):(?://([^/]*))?/?(.*)", Pattern.DOTALL);

        static Parts of(String uri) {
            Matcher shape = SHAPE.matcher(uri);
            return shape.matches()
                    ? new Parts(orEmpty(shape.group(1)), orEmpty(shape.group(2)), orEmpty(shape.group(3)))
                    : new Parts("", "", uri);
        }

        private static String orEmpty(@Nullable String group) {
            return group == null ? "" : group;
        }
    }
}
