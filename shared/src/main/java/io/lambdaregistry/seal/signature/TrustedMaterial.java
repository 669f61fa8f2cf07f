package io.lambdaregistry.seal.signature;

import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.seal.Sha256;
import java.io.ByteArrayInputStream;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A public key, or an authority that issues certificates to signers, which an administrator can trust. */
public sealed interface TrustedMaterial {
    /** In characters, without white space around them: more than any key or certificate has. */
    int MOST = 16_384;

    Pattern PEM = Pattern.compile("-----BEGIN ([A-Z ]+)-----([A-Za-z0-9+/=\\s]*)-----END ([A-Z ]+)-----");

    record Key(PublicKey key) implements TrustedMaterial {}

    record Authority(X509Certificate certificate) implements TrustedMaterial {}

    /**
     * Reads a public key or the certificate of an authority.
     *
     * @throws RegistryException INVALID_PARAMETER_VALUE with the reason for any other text
     */
    static TrustedMaterial parse(String pem) {
        String text = pem.strip();
        Matcher block = PEM.matcher(text.length() > MOST ? "" : text);
        if (!block.matches() || !block.group(1).equals(block.group(3))) {
            throw RegistryException.invalid("'pem' must be one PEM block: a PUBLIC KEY or a CERTIFICATE.");
        }
        return switch (block.group(1)) {
            case "PUBLIC KEY" -> new Key(usable(key(bytes(block.group(2)))));
            case "CERTIFICATE" -> authority(bytes(block.group(2)));
            case String label
            when label.contains("PRIVATE") ->
                throw RegistryException.invalid(
                        "'pem' is a private key, which must stay with its owner. Give the public key.");
            default -> throw RegistryException.invalid("'pem' must be a PUBLIC KEY or a CERTIFICATE.");
        };
    }

    private static byte[] bytes(String base64) {
        try {
            return Base64.getDecoder().decode(base64.replaceAll("\\s", ""));
        } catch (IllegalArgumentException notBase64) {
            throw RegistryException.invalid("'pem' is no base64.");
        }
    }

    private static PublicKey key(byte[] encoded) {
        for (String algorithm : List.of("EC", "RSA", "Ed25519")) {
            Optional<PublicKey> key = key(algorithm, encoded);
            if (key.isPresent()) {
                return key.get();
            }
        }
        throw unsupported();
    }

    /** Empty for a key of another algorithm. */
    private static Optional<PublicKey> key(String algorithm, byte[] encoded) {
        try {
            return Optional.of(KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(encoded)));
        } catch (InvalidKeySpecException ofAnother) {
            return Optional.empty();
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing); // every JDK has them
        }
    }

    private static PublicKey usable(PublicKey key) {
        return SigningKeys.algorithm(key).map(_ -> key).orElseThrow(TrustedMaterial::unsupported);
    }

    private static RegistryException unsupported() {
        return RegistryException.invalid(
                "The key must be one on P-256, P-384 or P-521, an RSA key of at least 2048 bits, or Ed25519.");
    }

    private static Authority authority(byte[] encoded) {
        try {
            X509Certificate certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
            if (certificate.getBasicConstraints() < 0) {
                throw RegistryException.invalid(
                        "The certificate is not that of an authority. Give its public key, if that is to be trusted.");
            }
            return new Authority(certificate);
        } catch (CertificateException unreadable) {
            throw RegistryException.invalid("'pem' is no certificate.");
        }
    }

    /** Returns the id: the SHA-256 of the key or the certificate in DER. */
    default String id() {
        return switch (this) {
            case Key(PublicKey key) -> Sha256.hex(key.getEncoded());
            case Authority(X509Certificate certificate) -> Sha256.hex(encoded(certificate));
        };
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateException e) {
            throw new IllegalStateException(e); // the text was decoded
        }
    }

    /** Returns the kind's name in the API. */
    default String kind() {
        return this instanceof Key ? "PUBLIC_KEY" : "CERTIFICATE";
    }

    /** Returns the algorithm of the key, such as {@code P-256}; of an authority's key, the JDK's name. */
    default String algorithm() {
        return switch (this) {
            case Key(PublicKey key) -> SigningKeys.algorithm(key).orElse(key.getAlgorithm());
            case Authority(X509Certificate certificate) ->
                SigningKeys.algorithm(certificate.getPublicKey())
                        .orElse(certificate.getPublicKey().getAlgorithm());
        };
    }
}
