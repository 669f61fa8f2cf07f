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
 * The source of a model version, split into the parts of a URI.
 *
 * @param scheme the scheme in lower case; empty for a bare path
 * @param authority the part after {@code //}; may be empty
 * @param path the path without query and fragment
 */
record SourceUri(String text, String scheme, String authority, String path) {
    private static final Pattern SHAPE =
            Pattern.compile("(?:([A-Za-z][A-Za-z0-9+.\\-]*):)?(?://([^/?#]*))?([^?#]*).*", Pattern.DOTALL);

    /** The schemes whose authority is a host that clients would connect to. */
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

    /** Returns the path together with the fragment. */
    String pathAndFragment() {
        int fragment = text.indexOf('#');
        return fragment < 0 ? path : path + text.substring(fragment);
    }

    /** Returns whether this is a bare path, a {@code file:} URI, or a URI that names this machine. */
    boolean isLocal() {
        return scheme.isEmpty() || scheme.equals("file");
    }

    /**
     * Returns whether the path is absolute and unambiguous: however often it is decoded, path, query and fragment contain no
     * {@code .} or {@code ..} segment, no backslash and no control character. MLflow decodes {@code +} to a space, which no scheme
     * may contain, so a URI whose scheme has a {@code +} is not absolute.
     */
    boolean isAbsolute() {
        return PercentDecoding.fully(text)
                .map(decoded -> decoded.replace('+', ' '))
                .filter(SourceUri::isPlainlyAbsolute)
                .isPresent();
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

    /** Returns whether this is the folder {@code root} or lies in it. */
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
