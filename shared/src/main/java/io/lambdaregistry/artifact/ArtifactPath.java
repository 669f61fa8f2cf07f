package io.lambdaregistry.artifact;

import io.lambdaregistry.error.RegistryException;
import java.util.regex.Pattern;

/**
 * Where an artifact lies under the artifact root: segments joined by {@code /}, none of them empty, {@code .} or {@code ..}.
 * It stands for itself: {@code a%20b} names a file of just that name.
 *
 * <p>This is the one place where paths of callers are checked. A path is refused when it, or what percent-decoding makes of
 * it however often it is done, holds NUL, a line end, {@code \} or {@code #}, leaves the root, is absolute or begins with a
 * drive letter. A {@code ;} and a {@code ?} are letters like any other, but what they set apart may not be {@code ..} either:
 * where they were taken for the beginning of parameters, the path would climb. Other control characters it must not hold itself, but may when decoded: MLflow 2
 * names a picture {@code key%step%10%timestamp%1795642695674%…}. Source: the path checks of MLflow's server and the advisories
 * on them (CVE-2023-2780, CVE-2023-6831, CVE-2024-1483, CVE-2024-1560, CVE-2024-1593, CVE-2024-3848).
 *
 * @param value empty for the root
 */
public record ArtifactPath(String value) {
    public static final ArtifactPath ROOT = new ArtifactPath("");

    private static final Pattern CONTROL_OR_HALF_A_CHARACTER = Pattern.compile("[\\p{Cc}\\p{Cs}]");
    private static final Pattern FORBIDDEN = Pattern.compile("[\\x00\\r\\n\\\\#]");
    private static final Pattern UPWARDS = Pattern.compile("(?:^|/)\\.(?:$|/)|(?:^|[/;?])\\.\\.(?:$|[/;?])");
    private static final Pattern DRIVE_OR_FILE_SCHEME = Pattern.compile("(?i)^([a-z]|file):");

    /** @throws RegistryException INVALID_PARAMETER_VALUE, MLflow's {@code Invalid path}, where the value breaks a rule */
    public ArtifactPath {
        if (!value.isEmpty()) {
            checkCharacters(value);
            check(PercentDecoding.fully(value).orElseThrow(ArtifactPath::invalidPath));
        }
    }

    /**
     * The path of a file, as a caller gives it, decoded from the request exactly once.
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
     * The path of a folder or of a file: empty means the root, as a dot does, and one slash may follow it.
     *
     * @throws RegistryException INVALID_PARAMETER_VALUE
     */
    public static ArtifactPath ofFolder(String text) {
        boolean slashed = text.length() > 1 && text.endsWith("/");
        String path = slashed ? text.substring(0, text.length() - 1) : text;
        return path.equals(".") ? ROOT : new ArtifactPath(path);
    }

    /**
     * As {@link #ofFolder}, of the path in a URI: there a {@code ;} or {@code ?} would begin parameters or a query.
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
     * The name of a file on its owner's machine: older clients name what they upload by its path there, be it of POSIX or of
     * Windows.
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

    /** What lies at {@code inner} under this folder. */
    public ArtifactPath resolve(ArtifactPath inner) {
        return new ArtifactPath(resolve(inner.value));
    }

    /** The text of the path to {@code name} in this folder, for a name that is not checked but was read from the store. */
    public String resolve(String name) {
        return value.isEmpty() || name.isEmpty() ? value + name : value + '/' + name;
    }

    /** Whether a client that puts it into a URL without escaping its percent signs still means this path. */
    public boolean standsForItselfInUrls() {
        return PercentDecoding.once(value).equals(value);
    }

    /** The last segment. */
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
