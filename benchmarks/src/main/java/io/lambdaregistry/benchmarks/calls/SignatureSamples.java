package io.lambdaregistry.benchmarks.calls;

import io.lambdaregistry.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** A signature of one file that nobody trusts, and keys. */
final class SignatureSamples {
    private SignatureSamples() {}

    static String bundle() {
        String file = "00".repeat(32);
        String statement = Json.text(Map.of(
                "_type",
                "https://in-toto.io/Statement/v1",
                "predicateType",
                "https://model_signing/signature/v1.0",
                "subject",
                List.of(Map.of("name", "model", "digest", Map.of("sha256", digest(file)))),
                "predicate",
                Map.of(
                        "serialization", Map.of("method", "files", "hash_type", "sha256"),
                        "resources", List.of(Map.of("name", "MLmodel", "algorithm", "sha256", "digest", file)))));
        String payload = Base64.getEncoder().encodeToString(statement.getBytes(StandardCharsets.UTF_8));
        return Json.text(Map.of(
                "mediaType", "application/vnd.dev.sigstore.bundle.v0.3+json",
                "verificationMaterial", Map.of("publicKey", Map.of("hint", "nobody")),
                "dsseEnvelope",
                        Map.of(
                                "payload",
                                payload,
                                "payloadType",
                                "application/vnd.in-toto+json",
                                "signatures",
                                List.of(Map.of("sig", "AAAA")))));
    }

    private static String digest(String hex) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(HexFormat.of().parseHex(hex)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The request to trust a new key. */
    static String newKey() {
        try {
            byte[] key = KeyPairGenerator.getInstance("Ed25519")
                    .generateKeyPair()
                    .getPublic()
                    .getEncoded();
            String pem = "-----BEGIN PUBLIC KEY-----\n" + Base64.getEncoder().encodeToString(key)
                    + "\n-----END PUBLIC KEY-----\n";
            return Json.text(Map.of("name", "release", "pem", pem));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
