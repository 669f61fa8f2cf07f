package io.lambdaregistry.registry;

import io.lambdaregistry.artifact.PercentDecoding;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A source of a model version, taken apart.
 *
 * @param scheme in lower case; empty for a bare path
 * @param authority what follows {@code //}; empty where nothing does
 * @param path up to a query or a fragment
 */
record SourceUri(String text, String scheme, String authority, String path) {
    private static final Pattern SHAPE =
            Pattern.compile("(?:([A-Za-z][A-Za-z0-9+.\\-]*):)?(?://([^/?#]*))?([^?#]*).*", Pattern.DOTALL);

    /** The schemes of which the authority is a host that somebody would connect to. */
    private static final Set<String> HOST_SCHEMES =
            Set.of("ftp", "sftp", "hdfs", "viewfs", "http", "https", "r2", "b2", "abfss");

    static SourceUri parse(String text) {
        Matcher shape = SHAPE.matcher(text);
        if (!shape.matches()) {
            throw new IllegalStateException("the pattern matches every text");
        }
        return new SourceUri(
                text,
                orEmpty(shape.group(1)).toLowerCase(Locale.ROOT),
                orEmpty(shape.group(2)),
                orEmpty(shape.group(3)));
    }

    private static String orEmpty(@Nullable String group) {
        return group == null ? "" : group;
    }

    boolean namesHost() {
        return HOST_SCHEMES.contains(scheme) || (scheme.equals("mlflow-artifacts") && !authority.isEmpty());
    }

    /** The path, and a fragment as if it belonged to it. */
    String pathAndFragment() {
        int fragment = text.indexOf('#');
        return fragment < 0 ? path : path + text.substring(fragment);
    }

    /** A bare path, a file: URI, or one that names this machine. */
    boolean isLocal() {
        return scheme.isEmpty() || scheme.equals("file");
    }

    /**
     * Whether the path is absolute and stands for itself: however often it is decoded, it has no {@code .} or {@code ..}
     * segment, no backslash and no control character, in the query or fragment either.
     */
    boolean isAbsolute() {
        return PercentDecoding.fully(text).filter(SourceUri::isPlainlyAbsolute).isPresent();
    }

    private static boolean isPlainlyAbsolute(String decoded) {
        String decodedPath = parse(decoded).path();
        List<String> pieces = Arrays.asList(decoded.split("[/\\\\;?#]", -1));
        return decodedPath.startsWith("/")
                && !decodedPath.replace("/", "").isEmpty()
                && !pieces.contains("..")
                && !Arrays.asList(decodedPath.split("/", -1)).contains(".")
                && decoded.indexOf('\\') < 0
                && decoded.chars().noneMatch(Character::isISOControl);
    }

    /** Whether this lies in the folder that {@code root} names, or is it. */
    boolean isWithin(String root) {
        SourceUri folder = parse(root);
        List<String> mine = segments();
        List<String> its = folder.segments();
        return scheme.equals(folder.scheme)
                && authority.equalsIgnoreCase(folder.authority)
                && !its.isEmpty()
                && mine.size() >= its.size()
                && mine.subList(0, its.size()).equals(its);
    }

    private List<String> segments() {
        return Arrays.stream(path.split("/", -1))
                .filter(segment -> !segment.isEmpty())
                .map(segment -> PercentDecoding.fully(segment).orElse(segment))
                .toList();
    }
}
