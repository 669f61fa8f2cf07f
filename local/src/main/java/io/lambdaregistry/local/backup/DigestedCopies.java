package io.lambdaregistry.local.backup;

import io.lambdaregistry.seal.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;

/** Copies of contents with their sizes and SHA-256 digests. */
final class DigestedCopies {
    private static final int BUFFER = 128 << 10;

    private DigestedCopies() {}

    /** @param sha256 in hexadecimal digits */
    record Digest(long size, String sha256) {}

    static Digest copy(InputStream in, OutputStream out) throws IOException {
        MessageDigest digest = Sha256.begin();
        byte[] buffer = new byte[BUFFER];
        long size = 0;
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            digest.update(buffer, 0, read);
            out.write(buffer, 0, read);
            size += read;
        }
        return new Digest(size, Sha256.hex(digest));
    }
}
