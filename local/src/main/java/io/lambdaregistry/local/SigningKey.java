package io.lambdaregistry.local;

import io.lambdaregistry.local.data.SigningKeyFile;
import io.lambdaregistry.local.data.StartException;
import io.lambdaregistry.seal.signature.RegistryKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The key with which a local registry signs: a file of the data folder, or in memory where there is no folder. */
final class SigningKey {
    private final Optional<Path> file;
    private @Nullable RegistryKey key;

    SigningKey(Optional<Path> data) {
        this.file = data.map(folder -> folder.resolve("signing-key"));
    }

    /** Returns the key, which is made by the first call. */
    synchronized RegistryKey get() {
        RegistryKey known = key;
        if (known == null) {
            known = file.map(SigningKey::in).orElseGet(SigningKeyFile::inMemory);
            key = known;
        }
        return known;
    }

    private static SigningKeyFile in(Path file) {
        try {
            return SigningKeyFile.in(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (StartException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** @throws StartException if the file is there and contains no key */
    void check() throws StartException {
        try {
            if (file.isPresent() && Files.exists(file.get())) {
                SigningKeyFile.in(file.get());
            }
        } catch (IOException e) {
            throw StartException.of(e);
        }
    }
}
