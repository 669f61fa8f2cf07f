package io.lambdaregistry.seal;

import io.lambdaregistry.error.Quoted;
import io.lambdaregistry.search.CodePointOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * Every file of a folder, with its size and its SHA-256. Files are sorted by the segments of their paths, each compared by its code
 * points: {@code a/b} is before {@code a-b}.
 *
 * @see <a href="https://github.com/sigstore/model-transparency">OpenSSF Model Signing, whose order and digest these are</a>
 */
public record Manifest(List<ManifestFile> files) {
    /**
     * The files that OpenSSF Model Signing leaves out at the root of a folder, and the name of the signature in an uploaded
     * folder.
     */
    public static final Set<String> UNSIGNED = Set.of(".git", ".gitattributes", ".github", ".gitignore", "model.sig");

    /** The order of paths in a manifest. */
    public static final Comparator<String> ORDER = Manifest::compare;

    public Manifest {
        files = files.stream()
                .sorted(Comparator.comparing(ManifestFile::path, ORDER))
                .toList();
    }

    /** A slash comes before every other character, so that segments are compared one by one. */
    private static int compare(String one, String other) {
        int shorter = Math.min(one.length(), other.length());
        for (int i = 0; i < shorter; i++) {
            char left = one.charAt(i);
            char right = other.charAt(i);
            if (left != right) {
                return left == '/' ? -1 : right == '/' ? 1 : CodePointOrder.COMPARATOR.compare(one, other);
            }
        }
        return Integer.compare(one.length(), other.length());
    }

    /**
     * Returns the digest of the folder: the SHA-256 over the binary digests of its files in their order. It equals the digest of the
     * subject that {@code model_signing} 1.1 signs for the folder. Files of git and {@code model.sig}, at the root of the folder,
     * do not count.
     */
    public String digest() {
        MessageDigest root = Sha256.begin();
        files.stream()
                .filter(file -> isSigned(file.path()))
                .forEach(file -> root.update(HexFormat.of().parseHex(file.sha256())));
        return Sha256.hex(root);
    }

    /** Returns whether a signature covers the file: neither git's files nor {@code model.sig}, at the root of the folder. */
    public static boolean isSigned(String path) {
        int slash = path.indexOf('/');
        return !UNSIGNED.contains(slash < 0 ? path : path.substring(0, slash));
    }

    /** Returns the SHA-256 of {@link #json}. Unlike {@link #digest}, it depends on all paths and sizes, and on every file. */
    public String id() {
        return Sha256.hex(json().getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the canonical form: the JSON array of the files, in ASCII and without spaces. */
    public String json() {
        StringBuilder json = new StringBuilder("[");
        for (ManifestFile file : files) {
            json.append(json.length() == 1 ? "" : ",").append(json(file));
        }
        return json.append(']').toString();
    }

    /** Returns one file of the canonical form. */
    public static String json(ManifestFile file) {
        return "{\"path\":" + Quoted.text(file.path()) + ",\"sha256\":\"" + file.sha256() + "\",\"size\":" + file.size()
                + "}";
    }

    /** Returns the sum of the sizes, in bytes. */
    public long size() {
        return files.stream().mapToLong(ManifestFile::size).sum();
    }
}
