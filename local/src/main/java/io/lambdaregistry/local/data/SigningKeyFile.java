package io.lambdaregistry.local.data;

import io.lambdaregistry.seal.signature.RegistryKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A signing key in a file that only its owner can read: the private and the public key, in PEM. */
public final class SigningKeyFile implements RegistryKey {
    private static final String PRIVATE = "PRIVATE KEY";
    private static final String PUBLIC = "PUBLIC KEY";

    private final KeyPair keys;

    private SigningKeyFile(KeyPair keys) {
        this.keys = keys;
    }

    /** Returns a key that no file keeps. */
    public static SigningKeyFile inMemory() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return new SigningKeyFile(generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }

    /**
     * Returns the key in a file, which is made where it is missing.
     *
     * @throws StartException if the file contains no such key
     */
    public static SigningKeyFile in(Path file) throws IOException, StartException {
        if (!Files.exists(file)) {
            SigningKeyFile made = inMemory();
            String text = pem(PRIVATE, made.keys.getPrivate().getEncoded())
                    + pem(PUBLIC, made.keys.getPublic().getEncoded());
            SecretFile.write(file, text.getBytes(StandardCharsets.US_ASCII));
            return made;
        }
        return read(Files.readString(file, StandardCharsets.ISO_8859_1))
                .orElseThrow(() -> new StartException(
                        "The file %s contains no key on P-256 with its public key. Put it back from a backup. Without one, delete it, and a new key is made; signatures by the old key stay verified."
                                .formatted(file)));
    }

    private static Optional<SigningKeyFile> read(String text) {
        try {
            KeyFactory factory = KeyFactory.getInstance("EC");
            KeyPair keys = new KeyPair(
                    factory.generatePublic(new X509EncodedKeySpec(block(text, PUBLIC))),
                    factory.generatePrivate(new PKCS8EncodedKeySpec(block(text, PRIVATE))));
            SigningKeyFile read = new SigningKeyFile(keys);
            return read.isPair() ? Optional.of(read) : Optional.empty();
        } catch (GeneralSecurityException | IllegalArgumentException | IllegalStateException noKey) {
            return Optional.empty();
        }
    }

    private static byte[] block(String text, String label) {
        Matcher block = Pattern.compile("-----BEGIN " + label + "-----([A-Za-z0-9+/=\\s]*)-----END " + label + "-----")
                .matcher(text);
        return block.find() ? Base64.getMimeDecoder().decode(block.group(1)) : new byte[0];
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + label + "-----\n";
    }

    private boolean isPair() throws GeneralSecurityException {
        byte[] digest = new byte[32];
        Signature verification = Signature.getInstance("NONEwithECDSA");
        verification.initVerify(keys.getPublic());
        verification.update(digest);
        return verification.verify(sign(digest));
    }

    @Override
    public PublicKey publicKey() {
        return keys.getPublic();
    }

    @Override
    public byte[] sign(byte[] sha256) {
        try {
            Signature signature = Signature.getInstance("NONEwithECDSA");
            signature.initSign(keys.getPrivate());
            signature.update(sha256);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // the key was checked when it was read
        }
    }
}
