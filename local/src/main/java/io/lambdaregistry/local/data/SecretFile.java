package io.lambdaregistry.local.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;

/** Files that only their owner reads, and the random bytes in them. */
public final class SecretFile {
    private SecretFile() {}

    public static byte[] random(int bytes) {
        byte[] random = new byte[bytes];
        new SecureRandom().nextBytes(random);
        return random;
    }

    /** Those in the file, which is made where it is missing. */
    public static byte[] keptIn(Path file, int bytes) throws IOException {
        if (!Files.exists(file)) {
            write(file, random(bytes));
        }
        return Files.readAllBytes(file);
    }

    /** As a whole or not at all; a temporary file is its owner's only, and stays so when it is moved. */
    public static void write(Path file, byte[] content) throws IOException {
        Path written = Files.createTempFile(file.toAbsolutePath().getParent(), "secret", "");
        Files.write(written, content);
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
