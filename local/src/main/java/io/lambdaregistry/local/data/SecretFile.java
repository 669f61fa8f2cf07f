package io.lambdaregistry.local.data;

import io.lambdaregistry.local.files.DurableFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;

/** Files with secret random bytes, readable by their owner only. */
public final class SecretFile {
    private SecretFile() {}

    public static byte[] random(int bytes) {
        byte[] random = new byte[bytes];
        new SecureRandom().nextBytes(random);
        return random;
    }

    /**
     * Returns the bytes in the file, which is created where it is missing.
     *
     * @throws StartException for a file of another length, which cannot be the secret
     */
    public static byte[] keptIn(Path file, int bytes) throws IOException, StartException {
        if (!Files.exists(file)) {
            write(file, random(bytes));
        }
        byte[] kept = Files.readAllBytes(file);
        if (kept.length != bytes) {
            throw new StartException(
                    "The file %s has %d bytes, and a key has %d. Put it back from a backup. Without one, delete it, and a new key is created; enter again what the old key encrypted, such as the secrets of webhooks."
                            .formatted(file, kept.length, bytes));
        }
        return kept;
    }

    /**
     * Writes the file whole or not at all. The temporary file is readable by its owner only, and the move keeps its
     * permissions.
     */
    public static void write(Path file, byte[] content) throws IOException {
        Path written = Files.createTempFile(file.toAbsolutePath().getParent(), "secret", "");
        DurableFiles.write(file, written, content);
    }
}
