package io.lambdaregistry.local.data;

import io.lambdaregistry.local.files.DurableFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;

/** Files that only their owner reads, and the random bytes in them. */
public final class SecretFile {
    private SecretFile() {}

    public static byte[] random(int bytes) {
        byte[] random = new byte[bytes];
        new SecureRandom().nextBytes(random);
        return random;
    }

    /**
     * Those in the file, which is made where it is missing.
     *
     * @throws StartException for a file of another length, in which no secret is
     */
    public static byte[] keptIn(Path file, int bytes) throws IOException, StartException {
        if (!Files.exists(file)) {
            write(file, random(bytes));
        }
        byte[] kept = Files.readAllBytes(file);
        if (kept.length != bytes) {
            throw new StartException(
                    "The file %s has %d bytes, and a key has %d. Put it back from a backup. Without one, delete it, and a new key is made; what was encrypted by the old one, as the secrets of webhooks, is to be entered again."
                            .formatted(file, kept.length, bytes));
        }
        return kept;
    }

    /** As a whole or not at all; a temporary file is its owner's only, and stays so when it is moved. */
    public static void write(Path file, byte[] content) throws IOException {
        Path written = Files.createTempFile(file.toAbsolutePath().getParent(), "secret", "");
        DurableFiles.write(file, written, content);
    }
}
