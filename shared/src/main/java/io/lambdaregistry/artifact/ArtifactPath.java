package io.lambdaregistry.artifact;

import io.lambdaregistry.error.RegistryException;
import java.util.regex.Pattern;

/**
 * The path of an artifact under the artifact root: segments joined by {@code /}, none of them empty, {@code .} or {@code ..}.
 * It is never decoded: {@code a%20b} names a file of exactly that name.
 *
 * <p>This is the one place where paths from clients are checked. The path, and each result of percent-decoding it repeatedly,
 * must not contain NUL, a line end, {@code \} or {@code #}, leave the root, be absolute or begin with a drive letter.
 * {@code ;} and {@code ?} are ordinary characters, but {@code a/..;b} is rejected too: a server that reads parameters after
 * {@code ;} would leave the folder. The path itself must not contain other control characters. A decoded path may, because
 * MLflow 2 names a picture {@code key%step%10%timestamp%1795642695674%…}. Source: the path checks of MLflow's server and their
 * advisories (CVE-2023-2780, CVE-2023-6831, CVE-2024-1483, CVE-2024-1560, CVE-2024-1593, CVE-2024-3848).
 *
 * @param value the path; empty for the root
 */
public record ArtifactPath(String value) {
    public static final ArtifactPath ROOT = new ArtifactPath("");

    private static final Pattern CONTROL_OR_HALF_A_CHARACTER = Pattern.compile("[\\p{Cc}\\p{Cs}]");
    private static final Pattern FORBIDDEN = Pattern.compile("[\\x00\\r\\n\\\\#]");
    private static final Pattern UPWARDS = Pattern.compile("(?:^|/)\\.(?:$|/)|(?:^|[/;?])\\.\\.(?:$|[/;?])");
    private static final Pattern DRIVE_OR_FILE_SCHEME = Pattern.compile("(?i)^([a-z]|file):");

    /** @throws RegistryException INVALID_PARAMETER_VALUE, MLflow's {@code Invalid path}, if the value breaks a rule */
    public ArtifactPath {
        if (!value.isEmpty()) {
            checkCharacters(value);
            check(PercentDecoding.fully(value).orElseThrow(ArtifactPath::invalidPath));
        }
    }

    /**
     * Parses the path of a file from a request, which has decoded it exactly once.
     *
     * @throws RegistryException INVALID_PARAMETER_VALUE
     */
    public static ArtifactPath ofFile(String text) {
        if (text.isEmpty() || text.endsWith("/")) {
            throw RegistryException.invalid("Artifact path must include a filename (cannot end with '/').");
        }
        return new ArtifactPath(text);
    }

    /**
     * Parses the path of a folder or file. An empty path and a dot mean the root; one slash at the end is allowed.
     *
     * @throws RegistryException INVALID_PARAMETER_VALUE
     */
    public static ArtifactPath ofFolder(String text) {
        boolean slashed = text.length() > 1 && text.endsWith("/");
        String path = slashed ? text.substring(0, text.length() - 1) : text;
        return path.equals(".") ? ROOT : new ArtifactPath(path);
    }

    /**
     * Parses the path of a URI like {@link #ofFolder}, but rejects {@code ;} and {@code ?}, encoded or not, which begin parameters
     * or a query.
     *
     * @throws RegistryException INVALID_PARAMETER_VALUE
     */
    public static ArtifactPath ofUri(String text) {
        ArtifactPath path = ofFolder(text);
        String decoded = PercentDecoding.fully(text).orElseThrow(ArtifactPath::invalidPath);
        if (decoded.indexOf(';') >= 0 || decoded.indexOf('?') >= 0) {
            throw invalidPath();
        }
        return path;
    }

    /**
     * Returns the file name of a path on the client's machine, POSIX or Windows: older clients send that path as the name.
     *
     * @throws RegistryException INVALID_PARAMETER_VALUE
     */
    public static ArtifactPath nameOf(String localFile) {
        int separator = Math.max(localFile.lastIndexOf('/'), localFile.lastIndexOf('\\'));
        return ofFile(localFile.substring(separator + 1));
    }

    public boolean isRoot() {
        return value.isEmpty();
    }

    /** Returns the path {@code inner} below this folder. */
    public ArtifactPath resolve(ArtifactPath inner) {
        return new ArtifactPath(resolve(inner.value));
    }

    /** Returns the path of {@code name} in this folder as text. The name comes from the store and is not checked. */
    public String resolve(String name) {
        return value.isEmpty() || name.isEmpty() ? value + name : value + '/' + name;
    }

    /** Returns whether the path survives a client that puts it into a URL without escaping percent signs. */
    public boolean standsForItselfInUrls() {
        return PercentDecoding.once(value).equals(value);
    }

    /** Returns the last segment. */
    public String name() {
        return value.substring(value.lastIndexOf('/') + 1);
    }

    @Override
    public String toString() {
        return value;
    }

    private static void checkCharacters(String value) {
        if (CONTROL_OR_HALF_A_CHARACTER.matcher(value).find()) {
            throw invalidPath();
        }
    }

    private static void check(String text) {
        if (FORBIDDEN.matcher(text).find()
                || DRIVE_OR_FILE_SCHEME.matcher(text).find()
                || UPWARDS.matcher(text).find()
                || text.startsWith("/")
                || text.endsWith("/")
                || text.contains("//")) {
            throw invalidPath();
        }
    }

    private static RegistryException invalidPath() {
        return RegistryException.invalid("Invalid path");
    }
}
