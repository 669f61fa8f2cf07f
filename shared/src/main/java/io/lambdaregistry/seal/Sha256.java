package io.lambdaregistry.seal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256, which every JDK has. Digests in text have 64 lower-case hexadecimal digits. */
public final class Sha256 {
    private Sha256() {}

    /** Returns a digest of nothing yet. */
    public static MessageDigest begin() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    public static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(begin().digest(bytes));
    }

    /** Reads a stream to its end. */
    public static String hex(InputStream bytes) throws IOException {
        MessageDigest digest = begin();
        new DigestInputStream(bytes, digest).transferTo(OutputStream.nullOutputStream());
        return hex(digest);
    }
}
