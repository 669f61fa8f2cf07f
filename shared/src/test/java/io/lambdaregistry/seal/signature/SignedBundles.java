package io.lambdaregistry.seal.signature;

import io.lambdaregistry.seal.Manifest;
import io.lambdaregistry.seal.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Makes signatures as clients do. */
public final class SignedBundles {
    private SignedBundles() {}

    /** Returns a bundle by a key over the files of a version. */
    public static String of(RegistryKey key, String name, Manifest manifest) {
        byte[] payload = SignedFiles.statement(name, manifest, List.of()).getBytes(StandardCharsets.UTF_8);
        byte[] digest = Sha256.begin().digest(SignatureBundle.preAuthenticationEncoding(payload));
        return SignatureBundle.text(SigningKeys.hint(key.publicKey()), payload, key.sign(digest));
    }
}
