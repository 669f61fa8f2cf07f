package io.lambdaregistry.seal.signature;

import io.lambdaregistry.seal.Sha256;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * The keys that can sign: ECDSA on P-256, P-384 and P-521 with the hash of the curve's size, RSA of at least 2,048 bits with
 * SHA-256, and Ed25519.
 */
final class SigningKeys {
    private static final int LEAST_RSA = 2048;

    /** The curves of NIST by the bits of their orders. The JDK reads keys on others of these sizes, such as secp256k1, too. */
    private static final Map<Integer, Curve> CURVES =
            Map.of(256, Curve.of(256, "SHA256"), 384, Curve.of(384, "SHA384"), 521, Curve.of(521, "SHA512"));

    private record Curve(BigInteger order, String hash) {
        static Curve of(int bits, String hash) {
            try {
                AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
                parameters.init(new ECGenParameterSpec("secp" + bits + "r1"));
                return new Curve(
                        parameters.getParameterSpec(ECParameterSpec.class).getOrder(), hash);
            } catch (GeneralSecurityException missing) {
                throw new IllegalStateException(missing); // every JDK has them
            }
        }
    }

    static final PSSParameterSpec PSS =
            new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, PSSParameterSpec.TRAILER_FIELD_BC);

    private SigningKeys() {}

    /** Returns the name of the key's algorithm; empty for a key that cannot sign here. */
    static Optional<String> algorithm(PublicKey key) {
        return switch (key) {
            case ECPublicKey ec when curve(ec).isPresent() -> Optional.of("P-" + bits(ec));
            case RSAPublicKey rsa
            when rsa.getModulus().bitLength() >= LEAST_RSA ->
                Optional.of("RSA " + rsa.getModulus().bitLength());
            case EdECPublicKey ed when ed.getParams().getName().equals("Ed25519") -> Optional.of("Ed25519");
            default -> Optional.empty();
        };
    }

    private static Optional<Curve> curve(ECPublicKey key) {
        return Optional.ofNullable(CURVES.get(bits(key)))
                .filter(curve -> curve.order().equals(key.getParams().getOrder()));
    }

    private static int bits(ECPublicKey key) {
        return key.getParams().getOrder().bitLength();
    }

    /** Returns whether a signature is that of the key over the bytes; never for a key without an {@link #algorithm}. */
    static boolean verify(PublicKey key, byte[] signed, byte[] signature) {
        if (algorithm(key).isEmpty()) {
            return false;
        }
        try {
            return switch (key) {
                case ECPublicKey ec -> verify(Signature.getInstance(hash(ec) + "withECDSA"), key, signed, signature);
                case RSAPublicKey _ ->
                    verify(Signature.getInstance("SHA256withRSA"), key, signed, signature)
                            || verify(pss(), key, signed, signature);
                default -> verify(Signature.getInstance("Ed25519"), key, signed, signature);
            };
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing); // every JDK has them
        }
    }

    private static String hash(ECPublicKey key) {
        return curve(key).map(Curve::hash).orElseThrow();
    }

    private static Signature pss() throws GeneralSecurityException {
        Signature pss = Signature.getInstance("RSASSA-PSS");
        pss.setParameter(PSS);
        return pss;
    }

    private static boolean verify(Signature algorithm, PublicKey key, byte[] signed, byte[] signature) {
        try {
            algorithm.initVerify(key);
            algorithm.update(signed);
            return algorithm.verify(signature);
        } catch (InvalidKeyException | SignatureException malformed) {
            return false;
        }
    }

    /** Returns a public key in PEM, as OpenSSL writes it. */
    static String pem(PublicKey key) {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }

    /** Returns the hint by which {@code model_signing} names a public key: the SHA-256 of its PEM. */
    static String hint(PublicKey key) {
        return Sha256.hex(pem(key).getBytes(StandardCharsets.US_ASCII));
    }
}
