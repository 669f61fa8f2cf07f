package io.lambdaregistry.seal.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lambdaregistry.access.Principal;
import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.json.Json;
import io.lambdaregistry.seal.Manifest;
import io.lambdaregistry.seal.ManifestFile;
import io.lambdaregistry.seal.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signatures that {@code model_signing} has made: make.sh, beside them, says how. */
final class SignatureVerificationTest {
    private static final Manifest FRAUD = manifest(file("MLmodel", "flavors: {}\n"), file("code/run.py", "print(1)\n"));
    private static final Instant IN_TIME =
            certificate("leaf.crt").getNotBefore().toInstant().plusSeconds(60);

    private static ManifestFile file(String path, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        return new ManifestFile(path, bytes.length, Sha256.hex(bytes));
    }

    private static Manifest manifest(ManifestFile... files) {
        return new Manifest(List.of(files));
    }

    private static String read(String name) {
        try (InputStream file =
                Objects.requireNonNull(SignatureVerificationTest.class.getResourceAsStream(name), name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static X509Certificate certificate(String name) {
        return SignatureBundle.certificate(pemBytes(read(name)), name);
    }

    private static byte[] pemBytes(String pem) {
        return Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
    }

    private static TrustedKey trusted(String pem) {
        return new TrustedKey(TrustedMaterial.parse(pem).id(), "release", pem, Principal.UNKNOWN, 0, Optional.empty());
    }

    private static SignatureVerdict verdict(String bundle, Manifest manifest, Instant at, String... trusted) {
        return new SignatureVerification(Arrays.stream(trusted)
                        .map(SignatureVerificationTest::trusted)
                        .toList())
                .verdict(SignatureBundle.parse(bundle, Json::parse), Optional.of(manifest), at);
    }

    private static SignatureVerdict verdict(String bundle, String... trusted) {
        return verdict(bundle, FRAUD, IN_TIME, trusted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"p256", "p384", "p521"})
    void aSignatureByATrustedKeyIsVerified(String name) {
        String pem = read(name + ".pem");
        assertThat(verdict(read(name + ".sig"), pem))
                .isEqualTo(new SignatureVerdict.Verified(trusted(pem).id(), "release"));
        assertThat(verdict(read(name + ".sig")))
                .isEqualTo(new SignatureVerdict.Unverified("No trusted key has made it."));
    }

    @ParameterizedTest
    @CsvSource({"RSA,SHA256withRSA", "RSA,RSASSA-PSS", "Ed25519,Ed25519"})
    void soAreThoseOfTheFormatsOtherAlgorithms(String kind, String algorithm) throws GeneralSecurityException {
        KeyPair keys = KeyPairGenerator.getInstance(kind).generateKeyPair();
        String bundle = signed(keys, algorithm, SignedFiles.statement("fraud", FRAUD, List.of()));
        assertThat(verdict(bundle, SigningKeys.pem(keys.getPublic()))).isInstanceOf(SignatureVerdict.Verified.class);
    }

    private static String signed(KeyPair keys, String algorithm, String statement) throws GeneralSecurityException {
        byte[] payload = statement.getBytes(StandardCharsets.UTF_8);
        Signature signature = Signature.getInstance(algorithm);
        if (algorithm.equals("RSASSA-PSS")) {
            signature.setParameter(SigningKeys.PSS);
        }
        signature.initSign(keys.getPrivate());
        signature.update(SignatureBundle.preAuthenticationEncoding(payload));
        return SignatureBundle.text(SigningKeys.hint(keys.getPublic()), payload, signature.sign());
    }

    /** A bundle by a key of this test, over the statement of the files with a change. */
    private static String altered(UnaryOperator<String> change) throws GeneralSecurityException {
        KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        return signed(keys, "Ed25519", change.apply(SignedFiles.statement("fraud", FRAUD, List.of())));
    }

    @Test
    void aKeyThatIsTrustedNoLongerCountsNoMore() {
        TrustedKey key = trusted(read("p256.pem"));
        TrustedKey removed = new TrustedKey(
                key.id(), "", key.pem(), key.addedBy(), 0, Optional.of(new TrustedKey.Removal(Principal.UNKNOWN, 1)));
        assertThat(new SignatureVerification(List.of(removed))
                        .verdict(SignatureBundle.parse(read("p256.sig"), Json::parse), Optional.of(FRAUD), IN_TIME))
                .isInstanceOf(SignatureVerdict.Unverified.class);
    }

    @Test
    void theHintIsThatOfModelSigning() {
        TrustedMaterial.Key key = (TrustedMaterial.Key) TrustedMaterial.parse(read("p256.pem"));
        assertThat(SignatureBundle.parse(read("p256.sig"), Json::parse).signer())
                .isEqualTo(new SignatureBundle.Signer.Key(Optional.of(SigningKeys.hint(key.key()))));
        assertThat(((ECPublicKey) key.key()).getParams().getOrder().bitLength()).isEqualTo(256);
    }

    @Test
    void aBrokenSignatureOfATrustedKeyFails() {
        String broken = read("p256.sig").replaceFirst("\"sig\":\"[^\"]*", "\"sig\":\"AAAA");
        assertThat(verdict(broken, read("p256.pem")))
                .isEqualTo(new SignatureVerdict.Failed(
                        "The signature is broken: it names the key 'release', which has not made it."));
        assertThat(verdict(broken)).isInstanceOf(SignatureVerdict.Unverified.class);
    }

    @Test
    void aSignatureOfOtherFilesFailsWhoeverMadeIt() {
        String signature = read("p256.sig");
        String pem = read("p256.pem");
        ManifestFile model = FRAUD.files().getFirst();
        ManifestFile code = FRAUD.files().getLast();
        assertThat(verdict(signature, manifest(model, file("code/run.py", "print(2)\n")), IN_TIME, pem)
                        .reason())
                .startsWith("It signs another file \"code/run.py\": its SHA-256 is " + code.sha256());
        assertThat(verdict(signature, manifest(model), IN_TIME, pem))
                .isEqualTo(new SignatureVerdict.Failed("It signs the file \"code/run.py\", which the version lacks."));
        assertThat(verdict(signature, manifest(model, code, file("more", "")), IN_TIME, pem))
                .isEqualTo(new SignatureVerdict.Failed("It does not sign the file \"more\"."));
        // the same bytes under other names have the same digest
        assertThat(verdict(signature, manifest(model, new ManifestFile("code/so.py", 9, code.sha256())), IN_TIME, pem))
                .isInstanceOf(SignatureVerdict.Failed.class);
    }

    @Test
    void filesThatASignatureDoesNotCoverMayBeThere() {
        Manifest more = manifest(
                FRAUD.files().getFirst(), FRAUD.files().getLast(), file("model.sig", "x"), file(".git/HEAD", "y"));
        assertThat(verdict(read("p256.sig"), more, IN_TIME, read("p256.pem")))
                .isInstanceOf(SignatureVerdict.Verified.class);
    }

    @Test
    void aSignatureOfFilesThatAreNotDigestedIsNotGood() {
        assertThat(new SignatureVerification(List.of(trusted(read("p256.pem"))))
                        .verdict(SignatureBundle.parse(read("p256.sig"), Json::parse), Optional.empty(), IN_TIME))
                .isEqualTo(new SignatureVerdict.Unverified("The files of the version are not digested."));
    }

    @Test
    void aCertificateOfATrustedAuthorityIsVerified() {
        String root = read("root.crt");
        assertThat(verdict(read("chain.sig"), root))
                .isEqualTo(new SignatureVerdict.Verified(trusted(root).id(), "release for O=Example,CN=Release"));
        assertThat(verdict(read("chain.sig"), read("middle.crt"))).isInstanceOf(SignatureVerdict.Verified.class);
        assertThat(verdict(read("chain.sig"), read("p256.pem")))
                .isEqualTo(new SignatureVerdict.Unverified("No trusted authority has issued its certificate."));
    }

    @Test
    void aCertificateMustBeValidWhenTheSignatureArrives() {
        assertThat(verdict(read("chain.sig"), FRAUD, IN_TIME.plus(Duration.ofDays(2)), read("root.crt")))
                .isEqualTo(new SignatureVerdict.Unverified(
                        "A certificate of its chain had expired when the signature was attached."));
        assertThat(verdict(read("chain.sig"), FRAUD, IN_TIME.minusSeconds(61), read("root.crt"))
                        .state())
                .isEqualTo("UNVERIFIED");
    }

    @Test
    void aCertificateWhoseKeyHasNotSignedFails() {
        String other = read("chain.sig").replaceFirst("\"sig\":\"[^\"]*", "\"sig\":\"AAAA");
        assertThat(verdict(other, read("root.crt")))
                .isEqualTo(new SignatureVerdict.Failed(
                        "The signature is broken: the key of its certificate has not made it."));
    }

    @Test
    void aKeylessSignatureIsNeverGood() {
        assertThat(verdict(read("keyless.sig"), read("root.crt")))
                .isEqualTo(new SignatureVerdict.Unverified(
                        "It is keyless: the registry does not ask Sigstore's log whose identity made it."));
    }

    private static void refused(String bundle, String reason) {
        assertThatThrownBy(() -> SignatureBundle.parse(bundle, Json::parse))
                .isInstanceOf(RegistryException.class)
                .hasMessage("This is no signature of OpenSSF Model Signing v1: " + reason + ".");
    }

    @Test
    void textThatIsNoSignatureIsRefusedWithTheReason() throws GeneralSecurityException {
        refused("PK\u0003\u0004", "it is not JSON, or nested too deep");
        refused("[".repeat(1000) + "]".repeat(1000), "it is not JSON, or nested too deep");
        refused("[]", "it is no JSON object");
        refused("{}", "'mediaType' is missing");
        refused("{\"mediaType\":7}", "'mediaType' is no text");
        refused(
                "{\"mediaType\":\"text/plain\"}",
                "'mediaType' is 'text/plain', and must be 'application/vnd.dev.sigstore.bundle.v0.3+json'");
        String good = read("p256.sig");
        refused(good.replace("\"payload\":\"", "\"payload\":\"*"), "'dsseEnvelope.payload' is no base64");
        refused(
                good.replaceFirst("\"signatures\":.*]", "\"signatures\":[]"),
                "'dsseEnvelope.signatures' has 0 elements, and must have one");
        refused(good.replace("publicKey", "other"), "its 'verificationMaterial' has neither a key nor certificates");
        refused(
                read("chain.sig").replaceFirst("rawBytes\":\"[^\"]*", "rawBytes\":\"AAAA"),
                "'verificationMaterial.x509CertificateChain.certificates[0]' is no certificate");
        refused(altered(text -> "text"), "it is not JSON, or nested too deep");
        refused(
                altered(text -> text.replace("\"files\"", "\"shards\"")),
                "'dsseEnvelope.payload.predicate.serialization.method' is 'shards', and must be 'files'");
        refused(altered(text -> text.replace("code/run.py", "MLmodel")), "it signs the file \"MLmodel\" twice");
        refused(
                altered(text -> text.replace(FRAUD.digest(), "0".repeat(64))),
                "the digest of its subject is not that of its files");
        refused(
                altered(text -> text.replace(FRAUD.files().getFirst().sha256(), "00")),
                "the digest of \"MLmodel\" is no SHA-256");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../run.py", "/etc/passwd", "code/../../run.py", "code//run.py", "./run.py", "code/"})
    void aPathThatLeadsOutIsRefused(String path) throws GeneralSecurityException {
        refused(
                altered(text -> text.replace("code/run.py", path)),
                "the path \"" + path + "\" leads out of the model's folder");
    }

    @Test
    void aChainThatLoopsIsRefused() {
        refused(read("loop.sig"), "its chain of certificates loops");
    }

    @Test
    void aLongChainIsRefused() {
        String certificate =
                "{\"rawBytes\":\"%s\"},".formatted(Base64.getEncoder().encodeToString(pemBytes(read("root.crt"))));
        refused(
                read("chain.sig").replace("\"certificates\":[", "\"certificates\":[" + certificate.repeat(10)),
                "its chain has 13 certificates, and must have 1 to 10");
    }

    @Test
    void aTextOfManyMegabytesIsRefusedUnread() {
        assertThatThrownBy(() -> SignatureBundle.parse("x".repeat(SignatureBundle.MOST + 1), text -> {
                    throw new AssertionError("it was parsed");
                }))
                .isInstanceOf(RegistryException.class)
                .hasMessage("A signature has at most 4,194,304 characters.");
    }

    @Test
    void onlyAPublicKeyOrAnAuthorityCanBeTrusted() {
        String key = "The key must be one on P-256, P-384 or P-521, an RSA key of at least 2048 bits, or Ed25519.";
        untrusted("words", "'pem' must be one PEM block: a PUBLIC KEY or a CERTIFICATE.");
        untrusted(read("p256.pem") + read("p384.pem"), "'pem' must be one PEM block: a PUBLIC KEY or a CERTIFICATE.");
        untrusted("x".repeat(20_000), "'pem' must be one PEM block: a PUBLIC KEY or a CERTIFICATE.");
        untrusted("-----BEGIN X-----\nAAAA\n-----END X-----", "'pem' must be a PUBLIC KEY or a CERTIFICATE.");
        untrusted(
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
                "'pem' is a private key, which must stay with its owner. Give the public key.");
        untrusted("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", key);
        untrusted("-----BEGIN PUBLIC KEY-----\nA\n-----END PUBLIC KEY-----", "'pem' is no base64.");
        untrusted("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", "'pem' is no certificate.");
        untrusted(read("secp256k1.pem"), key);
        untrusted(
                read("leaf.crt"),
                "The certificate is not that of an authority. Give its public key, if that is to be trusted.");
    }

    private static void untrusted(String pem, String reason) {
        assertThatThrownBy(() -> TrustedMaterial.parse(pem))
                .isInstanceOf(RegistryException.class)
                .hasMessage(reason);
    }

    @Test
    void aShortRsaKeyCannotBeTrusted() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(1024);
        String pem = SigningKeys.pem(generator.generateKeyPair().getPublic());
        assertThatThrownBy(() -> TrustedMaterial.parse(pem)).isInstanceOf(RegistryException.class);
    }
}
