package io.lambdaregistry.local;

import io.lambdaregistry.functions.Services;
import io.lambdaregistry.functions.WebhookSettings;
import io.lambdaregistry.webhook.AesSecretCipher;
import io.lambdaregistry.webhook.SecretCipher;
import io.lambdaregistry.webhook.WebhookAddresses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** How webhooks are told on this machine: by a dispatcher, with a key for their secrets in the data folder. */
final class LocalWebhooks implements AutoCloseable {
    private final Options options;
    private final WebhookDispatcher dispatcher = new WebhookDispatcher();
    private @Nullable SecretCipher cipher;

    LocalWebhooks(Options options) {
        this.options = options;
    }

    WebhookSettings settings() {
        return new WebhookSettings(
                WebhookAddresses.ofSystem(options.webhookPrivateNetworks()), this::cipher, () -> dispatcher);
    }

    /** The key is made when the first of them is needed. */
    private synchronized SecretCipher cipher() {
        SecretCipher known = cipher;
        if (known == null) {
            known = new AesSecretCipher(options.data()
                    .map(LocalWebhooks::keyIn)
                    .orElseGet(() -> SecretFile.random(AesSecretCipher.KEY_BYTES)));
            cipher = known;
        }
        return known;
    }

    private static byte[] keyIn(Path data) {
        try {
            return SecretFile.keptIn(Files.createDirectories(data).resolve("webhook-key"), AesSecretCipher.KEY_BYTES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void start(Services services, DynamoDbClient dynamoDb) {
        dispatcher.start(services, dynamoDb, options.table());
    }

    @Override
    public void close() {
        dispatcher.close();
    }
}
