package io.lambdaregistry.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;

/** Random bytes in a file that only its owner reads. */
final class SecretFile {
    private SecretFile() {}

    static byte[] random(int bytes) {
        byte[] random = new byte[bytes];
        new SecureRandom().nextBytes(random);
        return random;
    }

    /** Those in the file, which is made, as a whole or not at all, where it is missing. */
    static byte[] keptIn(Path file, int bytes) throws IOException {
        if (!Files.exists(file)) {
            Path written = Files.createTempFile(file.toAbsolutePath().getParent(), "secret", "");
            Files.write(written, random(bytes));
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return Files.readAllBytes(file);
    }
}
