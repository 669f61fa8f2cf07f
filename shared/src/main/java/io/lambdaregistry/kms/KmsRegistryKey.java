package io.lambdaregistry.kms;

import io.lambdaregistry.aws.JsonService;
import io.lambdaregistry.seal.signature.RegistryKey;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A key in KMS, of the spec {@code ECC_NIST_P256}, that never leaves it. Thread-safe. */
public final class KmsRegistryKey implements RegistryKey {
    private static final String SPEC = "ECC_NIST_P256";
    private static final String ALGORITHM = "ECDSA_SHA_256";

    private final JsonService kms;
    private final String keyId;
    private volatile @Nullable PublicKey publicKey;

    public KmsRegistryKey(JsonService kms, String keyId) {
        this.kms = kms;
        this.keyId = keyId;
    }

    /** @throws IllegalStateException if the key is of another spec */
    @Override
    public PublicKey publicKey() {
        PublicKey known = publicKey;
        if (known == null) {
            Map<?, ?> answer = kms.call("GetPublicKey", Map.of("KeyId", keyId));
            if (!SPEC.equals(answer.get("KeySpec"))) {
                throw new IllegalStateException("The key " + keyId + " is of the spec " + answer.get("KeySpec")
                        + ". The registry signs with keys of the spec " + SPEC + ".");
            }
            known = decoded(bytes(answer, "PublicKey"));
            publicKey = known;
        }
        return known;
    }

    private static PublicKey decoded(byte[] der) {
        try {
            return KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(der));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // KMS answers keys in this form
        }
    }

    @Override
    public byte[] sign(byte[] sha256) {
        Map<String, String> request = Map.of(
                "KeyId",
                keyId,
                "Message",
                Base64.getEncoder().encodeToString(sha256),
                "MessageType",
                "DIGEST",
                "SigningAlgorithm",
                ALGORITHM);
        return bytes(kms.call("Sign", request), "Signature");
    }

    private static byte[] bytes(Map<?, ?> answer, String field) {
        return Base64.getDecoder().decode((String) Objects.requireNonNull(answer.get(field), field));
    }
}
