package io.lambdaregistry.local.webhooks;

import io.lambdaregistry.functions.EventChannels;
import io.lambdaregistry.functions.Services;
import io.lambdaregistry.local.data.SecretFile;
import io.lambdaregistry.local.data.StartException;
import io.lambdaregistry.local.uploads.DeadLetterFolder;
import io.lambdaregistry.webhook.AesSecretCipher;
import io.lambdaregistry.webhook.SecretCipher;
import io.lambdaregistry.webhook.WebhookAddresses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The webhooks of a local registry: a dispatcher delivers them, and a key in the data folder encrypts their secrets. */
public final class LocalWebhooks implements AutoCloseable {
    private final Optional<Path> data;
    private final boolean privateNetworks;
    private final WebhookDispatcher dispatcher = new WebhookDispatcher();
    private @Nullable SecretCipher cipher;

    /**
     * @param data the folder that keeps the key and the dead letters; where empty, the key is in memory and dead letters are
     *     only logged
     * @param privateNetworks whether webhooks may name non-public addresses, and http URLs
     */
    public LocalWebhooks(Optional<Path> data, boolean privateNetworks) {
        this.data = data;
        this.privateNetworks = privateNetworks;
    }

    public EventChannels settings() {
        return new EventChannels(
                WebhookAddresses.ofSystem(privateNetworks),
                this::cipher,
                () -> dispatcher,
                () -> requests -> {}, // the sealing thread finds new versions by itself
                () -> {
                    throw new UnsupportedOperationException("a local registry has no event bus");
                },
                () -> this::giveUp);
    }

    /** Logs a dead letter, and stores it in a file if there is a data folder. */
    private void giveUp(String body, String reason) {
        System.err.println("a webhook's event was " + reason);
        data.map(folder -> new DeadLetterFolder(folder.resolve("webhooks").resolve("dead-letters")))
                .ifPresent(letters -> letters.add(body, reason));
    }

    /** The key is created when the first secret needs it. */
    private synchronized SecretCipher cipher() {
        SecretCipher known = cipher;
        if (known == null) {
            known = new AesSecretCipher(
                    data.map(LocalWebhooks::keyIn).orElseGet(() -> SecretFile.random(AesSecretCipher.KEY_BYTES)));
            cipher = known;
        }
        return known;
    }

    private static byte[] keyIn(Path data) {
        try {
            return SecretFile.keptIn(keyFile(Files.createDirectories(data)), AesSecretCipher.KEY_BYTES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (StartException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private static Path keyFile(Path data) {
        return data.resolve("webhook-key");
    }

    /** @throws StartException where the key's file contains no valid key */
    public void checkKey() throws StartException {
        Optional<Path> file = data.map(LocalWebhooks::keyFile).filter(Files::exists);
        if (file.isPresent()) {
            try {
                SecretFile.keptIn(file.get(), AesSecretCipher.KEY_BYTES);
            } catch (IOException e) {
                throw StartException.of(e);
            }
        }
    }

    public void start(Services services) {
        dispatcher.start(services);
    }

    @Override
    public void close() {
        dispatcher.close();
    }
}
