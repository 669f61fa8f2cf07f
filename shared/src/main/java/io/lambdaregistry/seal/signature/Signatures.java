package io.lambdaregistry.seal.signature;

import io.lambdaregistry.access.Caller;
import io.lambdaregistry.access.Principal;
import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.registry.ModelVersion;
import io.lambdaregistry.registry.Occasion;
import io.lambdaregistry.registry.RegistryNumbers;
import io.lambdaregistry.registry.RegistryRules;
import io.lambdaregistry.registry.VersionSeal;
import io.lambdaregistry.seal.Manifest;
import io.lambdaregistry.seal.SealRequest;
import io.lambdaregistry.seal.SealStore;
import io.lambdaregistry.seal.signature.VersionSignature.Origin;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The signatures of versions. A verdict is made whenever a signature is shown: it follows the keys that are trusted then. The
 * verdict in the event of a signature is that of its time. Thread-safe.
 */
public final class Signatures {
    private final SignatureStore store;
    private final SealStore seals;
    private final Function<String, @Nullable Object> json;
    private final InstantSource clock;

    /** @param json as for {@link SignatureBundle#parse} */
    public Signatures(
            SignatureStore store, SealStore seals, Function<String, @Nullable Object> json, InstantSource clock) {
        this.store = store;
        this.seals = seals;
        this.json = json;
        this.clock = clock;
    }

    /** A signature and the verdict of now. */
    public record Judged(VersionSignature signature, SignatureVerdict verdict) {}

    /**
     * Attaches a signature to a version. A version whose files are not digested yet takes any; later the signature is shown as
     * failed if it is one of other files.
     *
     * @param text the bundle
     * @throws RegistryException INVALID_PARAMETER_VALUE if it is no signature, is broken, or is one of other files; and as
     *     {@link SignatureStore#attach}
     */
    public Judged attach(String name, String number, String text) {
        RegistryRules.checkModelName(name);
        SignatureStore.Found version = store.find(name, RegistryNumbers.parseVersion(number));
        SignatureBundle bundle = SignatureBundle.parse(text, json);
        Instant now = clock.instant();
        SignatureVerdict verdict = verification().verdict(bundle, manifest(version.seal()), now);
        if (verdict instanceof SignatureVerdict.Failed(String reason)) {
            throw RegistryException.invalid(
                    "This is no signature of version " + number + " of '" + name + "'. " + reason);
        }
        Principal who = Caller.current();
        VersionSignature signature = new VersionSignature(
                SignatureBundle.id(text), Origin.REQUEST, who, now.toEpochMilli(), Optional.empty());
        store.attach(version, signature, text, verdict, new Occasion(who, now.toEpochMilli()));
        return new Judged(signature, verdict);
    }

    /**
     * Attaches the file {@code model.sig} of a version's folder, whatever it is: one that is no signature is shown as failed. A
     * version that was deleted meanwhile takes none.
     *
     * @param text the file's text
     */
    public void take(SealRequest version, Manifest manifest, String text) {
        store.find(version).ifPresent(found -> take(found, manifest, text, Origin.FOLDER));
    }

    void take(SignatureStore.Found version, Manifest manifest, String text, Origin origin) {
        Instant now = clock.instant();
        Optional<String> problem = Optional.empty();
        SignatureVerdict verdict;
        try {
            verdict = verification().verdict(SignatureBundle.parse(text, json), Optional.of(manifest), now);
        } catch (RegistryException noSignature) {
            problem = Optional.of(noSignature.getMessage());
            verdict = new SignatureVerdict.Failed(noSignature.getMessage());
        }
        VersionSignature signature =
                new VersionSignature(SignatureBundle.id(text), origin, Principal.REGISTRY, now.toEpochMilli(), problem);
        store.attach(version, signature, text, verdict, new Occasion(Principal.REGISTRY, now.toEpochMilli()));
    }

    private SignatureVerification verification() {
        return new SignatureVerification(store.keys());
    }

    private Optional<Manifest> manifest(VersionSeal seal) {
        return seal instanceof VersionSeal.Sealed sealed
                ? Optional.of(seals.manifest(sealed.manifest()))
                : Optional.empty();
    }

    /** Returns the signatures of a version with their verdicts. A version without any costs no call. */
    public List<Judged> of(ModelVersion version) {
        if (version.signatures() == 0) {
            return List.of();
        }
        SignatureVerification verification = verification();
        Optional<Manifest> manifest = manifest(version.seal());
        return store.of(version.name(), version.version()).stream()
                .map(signature -> judged(signature, store.bundle(signature.id()), verification, manifest))
                .toList();
    }

    /** @param text the bundle; empty for a signature with a problem, of which none is stored */
    public record Whole(Judged judged, Optional<String> text) {}

    /**
     * Returns one signature of a version with its verdict and its text.
     *
     * @throws RegistryException RESOURCE_DOES_NOT_EXIST if the version has no signature with that id
     */
    public Whole of(ModelVersion version, String id) {
        VersionSignature signature = store.of(version.name(), version.version(), id)
                .orElseThrow(() -> RegistryException.notFound("The version has no signature with id=" + id));
        Optional<String> text = store.bundle(id);
        return new Whole(judged(signature, text, verification(), manifest(version.seal())), text);
    }

    private Judged judged(
            VersionSignature signature,
            Optional<String> text,
            SignatureVerification verification,
            Optional<Manifest> manifest) {
        return new Judged(
                signature,
                signature
                        .problem()
                        .<SignatureVerdict>map(SignatureVerdict.Failed::new)
                        .orElseGet(() -> verification.verdict(
                                SignatureBundle.parse(text.orElseThrow(), json),
                                manifest,
                                Instant.ofEpochMilli(signature.time()))));
    }
}
