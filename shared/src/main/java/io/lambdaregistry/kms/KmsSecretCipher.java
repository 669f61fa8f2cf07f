package io.lambdaregistry.kms;

import io.lambdaregistry.aws.JsonService;
import io.lambdaregistry.webhook.SecretCipher;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;

/** Encrypts secrets of at most 4 KB with KMS. The encryption context binds each secret to its webhook. */
public final class KmsSecretCipher implements SecretCipher {
    private final JsonService kms;
    private final String keyId;

    public KmsSecretCipher(JsonService kms, String keyId) {
        this.kms = kms;
        this.keyId = keyId;
    }

    private static Map<String, String> context(String webhookId) {
        return Map.of("webhook", webhookId);
    }

    @Override
    public String seal(String webhookId, String secret) {
        byte[] plain = secret.getBytes(StandardCharsets.UTF_8);
        return text(
                kms.call(
                        "Encrypt",
                        Map.of(
                                "KeyId",
                                keyId,
                                "Plaintext",
                                Base64.getEncoder().encodeToString(plain),
                                "EncryptionContext",
                                context(webhookId))),
                "CiphertextBlob");
    }

    @Override
    public String open(String webhookId, String sealed) {
        String plain = text(
                kms.call(
                        "Decrypt",
                        Map.of("KeyId", keyId, "CiphertextBlob", sealed, "EncryptionContext", context(webhookId))),
                "Plaintext");
        return new String(Base64.getDecoder().decode(plain), StandardCharsets.UTF_8);
    }

    private static String text(Map<?, ?> answer, String field) {
        return (String) Objects.requireNonNull(answer.get(field));
    }
}
