package io.lambdaregistry.seal.signature;

import io.lambdaregistry.error.ErrorCode;
import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.seal.Sha256;
import java.io.ByteArrayInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A signature of OpenSSF Model Signing v1: a Sigstore bundle with one DSSE envelope, whose payload is the statement of the files.
 *
 * @see <a href="https://github.com/ossf/model-signing-spec">the format</a>
 */
public final class SignatureBundle {
    /** In characters: the signature of a folder with some 14,000 files. */
    public static final int MOST = 4 << 20;

    static final String MEDIA_TYPE = "application/vnd.dev.sigstore.bundle.v0.3+json";
    static final String PAYLOAD_TYPE = "application/vnd.in-toto+json";

    private static final List<String> MEDIA_TYPES =
            List.of(MEDIA_TYPE, "application/vnd.dev.sigstore.bundle+json;version=0.3");

    /** The signer, as a bundle names it. */
    public sealed interface Signer {
        /** @param hint the SHA-256 of the public key's PEM, as {@code model_signing} writes it */
        record Key(Optional<String> hint) implements Signer {}

        record Certificates(CertificateChain chain) implements Signer {}
    }

    private final Signer signer;
    private final SignedFiles files;
    private final byte[] signed;
    private final byte[] signature;

    private SignatureBundle(Signer signer, SignedFiles files, byte[] signed, byte[] signature) {
        this.signer = signer;
        this.files = files;
        this.signed = signed;
        this.signature = signature;
    }

    /**
     * Reads a bundle. Nothing is verified yet.
     *
     * @param json parses a JSON text of bounded depth as maps, lists and strings; throws UncheckedIOException for other texts
     * @throws RegistryException REQUEST_LIMIT_EXCEEDED if the text is longer than {@link #MOST}; INVALID_PARAMETER_VALUE with the
     *     reason for a text that is no signature
     */
    public static SignatureBundle parse(String text, Function<String, @Nullable Object> json) {
        if (text.length() > MOST) {
            throw tooLarge();
        }
        JsonFields bundle = JsonFields.of(parsed(text, json), "");
        bundle.require("mediaType", MEDIA_TYPES);
        JsonFields envelope = bundle.object("dsseEnvelope");
        envelope.require("payloadType", List.of(PAYLOAD_TYPE));
        byte[] payload = envelope.bytes("payload");
        JsonFields statement =
                JsonFields.of(parsed(new String(payload, StandardCharsets.UTF_8), json), "dsseEnvelope.payload");
        return new SignatureBundle(
                signer(bundle.object("verificationMaterial")),
                SignedFiles.of(statement),
                preAuthenticationEncoding(payload),
                envelope.only("signatures").bytes("sig"));
    }

    private static @Nullable Object parsed(String text, Function<String, @Nullable Object> json) {
        try {
            return json.apply(text);
        } catch (UncheckedIOException notJson) {
            throw JsonFields.notASignature("it is not JSON, or nested too deep");
        }
    }

    static RegistryException tooLarge() {
        return new RegistryException(
                ErrorCode.REQUEST_LIMIT_EXCEEDED,
                String.format(Locale.ROOT, "A signature has at most %,d characters.", MOST));
    }

    private static Signer signer(JsonFields material) {
        if (material.has("publicKey")) {
            return new Signer.Key(material.object("publicKey").optionalText("hint"));
        }
        if (material.has("certificate")) {
            return new Signer.Certificates(CertificateChain.of(List.of(certificate(material.object("certificate")))));
        }
        if (material.has("x509CertificateChain")) {
            List<JsonFields> certificates =
                    material.object("x509CertificateChain").objects("certificates");
            if (certificates.isEmpty() || certificates.size() > CertificateChain.MOST) {
                throw JsonFields.notASignature("its chain has " + certificates.size()
                        + " certificates, and must have 1 to " + CertificateChain.MOST);
            }
            return new Signer.Certificates(CertificateChain.of(
                    certificates.stream().map(SignatureBundle::certificate).toList()));
        }
        throw JsonFields.notASignature("its 'verificationMaterial' has neither a key nor certificates");
    }

    private static X509Certificate certificate(JsonFields certificate) {
        return certificate(certificate.bytes("rawBytes"), certificate.place());
    }

    static X509Certificate certificate(byte[] encoded, String place) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
        } catch (CertificateException unreadable) {
            throw JsonFields.notASignature("'" + place + "' is no certificate");
        }
    }

    /** Returns the bytes that are signed: DSSE's encoding of the payload and its type. */
    static byte[] preAuthenticationEncoding(byte[] payload) {
        byte[] head = "DSSEv1 %d %s %d "
                .formatted(PAYLOAD_TYPE.length(), PAYLOAD_TYPE, payload.length)
                .getBytes(StandardCharsets.UTF_8);
        byte[] signed = new byte[head.length + payload.length];
        System.arraycopy(head, 0, signed, 0, head.length);
        System.arraycopy(payload, 0, signed, head.length, payload.length);
        return signed;
    }

    /** Returns the id of a bundle: the SHA-256 of its text. */
    public static String id(String text) {
        return Sha256.hex(text.getBytes(StandardCharsets.UTF_8));
    }

    public Signer signer() {
        return signer;
    }

    public SignedFiles files() {
        return files;
    }

    /** Returns whether a key has made the signature. */
    boolean isBy(PublicKey key) {
        return SigningKeys.verify(key, signed, signature);
    }

    /** Returns whether the bundle of a payload has at most {@link #MOST} characters. */
    static boolean hasRoomFor(byte[] payload) {
        int beside = 1 << 10; // more than a key's hint and signature take
        return (payload.length + 2L) / 3 * 4 + beside <= MOST;
    }

    /** Returns the text of a bundle that a public key's owner has made. */
    static String text(String hint, byte[] payload, byte[] signature) {
        Base64.Encoder base64 = Base64.getEncoder();
        return "{\"mediaType\":\"" + MEDIA_TYPE + "\",\"verificationMaterial\":{\"publicKey\":{\"hint\":\"" + hint
                + "\"},\"tlogEntries\":[]},\"dsseEnvelope\":{\"payload\":\"" + base64.encodeToString(payload)
                + "\",\"payloadType\":\"" + PAYLOAD_TYPE + "\",\"signatures\":[{\"sig\":\""
                + base64.encodeToString(signature) + "\",\"keyid\":\"\"}]}}";
    }
}
