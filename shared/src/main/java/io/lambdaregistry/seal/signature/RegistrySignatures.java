package io.lambdaregistry.seal.signature;

import io.lambdaregistry.access.Principal;
import io.lambdaregistry.registry.VersionSeal;
import io.lambdaregistry.seal.Manifest;
import io.lambdaregistry.seal.SealRequest;
import io.lambdaregistry.seal.SealStore;
import io.lambdaregistry.seal.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The signatures that the registry makes itself: where it has a key, it signs each version that it has sealed, once. Its key is
 * trusted from its first signature on, until an administrator removes it.
 */
public final class RegistrySignatures {
    /** MLflow's clients add it to what they download; so {@code model_signing verify} accepts a download as it is. */
    private static final List<String> ADDED_BY_CLIENTS = List.of("registered_model_meta");

    private static final String NAME = "this registry";

    private final Supplier<Optional<RegistryKey>> key;
    private final SignatureStore store;
    private final SealStore seals;
    private final Signatures signatures;
    private final InstantSource clock;

    /** @param key empty if the registry does not sign */
    public RegistrySignatures(
            Supplier<Optional<RegistryKey>> key,
            SignatureStore store,
            SealStore seals,
            Signatures signatures,
            InstantSource clock) {
        this.key = key;
        this.store = store;
        this.seals = seals;
        this.signatures = signatures;
        this.clock = clock;
    }

    /**
     * Signs a version that is sealed and that the registry has not signed yet; of calls at the same time, one signs. A version
     * whose signature would be longer than {@link SignatureBundle#MOST} is not signed, because no response could contain it.
     */
    public void sign(SealRequest version) {
        key.get()
                .ifPresent(by -> store.find(version)
                        .filter(found -> !found.isSignedByRegistry())
                        .ifPresent(found -> {
                            if (found.seal() instanceof VersionSeal.Sealed sealed) {
                                sign(found, seals.manifest(sealed.manifest()), by);
                            }
                        }));
    }

    private void sign(SignatureStore.Found version, Manifest manifest, RegistryKey by) {
        byte[] statement = SignedFiles.statement(version.name(), manifest, ADDED_BY_CLIENTS)
                .getBytes(StandardCharsets.UTF_8);
        if (!SignatureBundle.hasRoomFor(statement)) {
            return;
        }
        PublicKey publicKey = by.publicKey();
        introduce(publicKey);
        byte[] digest = Sha256.begin().digest(SignatureBundle.preAuthenticationEncoding(statement));
        String text = SignatureBundle.text(SigningKeys.hint(publicKey), statement, by.sign(digest));
        signatures.take(version, manifest, text, VersionSignature.Origin.REGISTRY);
    }

    private void introduce(PublicKey publicKey) {
        String pem = SigningKeys.pem(publicKey);
        store.introduce(new TrustedKey(
                TrustedMaterial.parse(pem).id(), NAME, pem, Principal.REGISTRY, clock.millis(), Optional.empty()));
    }
}
