package io.lambdaregistry.kms;

import io.lambdaregistry.webhook.SecretCipher;
import java.util.Base64;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;

/** Has KMS encrypt secrets, of at most 4 KB, each bound to its webhook by the encryption context. */
public final class KmsSecretCipher implements SecretCipher {
    private final KmsClient kms;
    private final String keyId;

    public KmsSecretCipher(KmsClient kms, String keyId) {
        this.kms = kms;
        this.keyId = keyId;
    }

    private static Map<String, String> context(String webhookId) {
        return Map.of("webhook", webhookId);
    }

    @Override
    public String seal(String webhookId, String secret) {
        byte[] sealed = kms.encrypt(request -> request.keyId(keyId)
                        .plaintext(SdkBytes.fromUtf8String(secret))
                        .encryptionContext(context(webhookId)))
                .ciphertextBlob()
                .asByteArray();
        return Base64.getEncoder().encodeToString(sealed);
    }

    @Override
    public String open(String webhookId, String sealed) {
        return kms.decrypt(request -> request.keyId(keyId)
                        .ciphertextBlob(
                                SdkBytes.fromByteArray(Base64.getDecoder().decode(sealed)))
                        .encryptionContext(context(webhookId)))
                .plaintext()
                .asUtf8String();
    }
}
