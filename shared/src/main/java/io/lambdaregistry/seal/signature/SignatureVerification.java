package io.lambdaregistry.seal.signature;

import io.lambdaregistry.seal.Manifest;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Verifies signatures against the keys and authorities that are trusted now.
 *
 * <p>A certificate must have been valid when the registry received the signature: the format has no other time that the signer
 * cannot choose.
 */
public final class SignatureVerification {
    private final List<Named<PublicKey>> keys = new ArrayList<>();
    private final List<Named<X509Certificate>> authorities = new ArrayList<>();

    private record Named<T>(String id, String name, T material) {}

    public SignatureVerification(List<TrustedKey> trusted) {
        for (TrustedKey key : trusted) {
            if (key.isTrusted()) {
                switch (key.material()) {
                    case TrustedMaterial.Key(PublicKey material) ->
                        keys.add(new Named<>(key.id(), key.name(), material));
                    case TrustedMaterial.Authority(X509Certificate material) ->
                        authorities.add(new Named<>(key.id(), key.name(), material));
                }
            }
        }
    }

    /**
     * Returns the verdict on a signature of a version.
     *
     * @param manifest of the version's files; empty while they are not digested
     * @param received the time at which the registry received the signature
     */
    public SignatureVerdict verdict(SignatureBundle bundle, Optional<Manifest> manifest, Instant received) {
        Optional<String> difference = manifest.flatMap(bundle.files()::differenceFrom);
        if (difference.isPresent()) {
            return new SignatureVerdict.Failed(difference.get());
        }
        SignatureVerdict signer = switch (bundle.signer()) {
            case SignatureBundle.Signer.Key(Optional<String> hint) -> byKey(bundle, hint);
            case SignatureBundle.Signer.Certificates(CertificateChain chain) -> byCertificate(bundle, chain, received);
        };
        return signer instanceof SignatureVerdict.Verified && manifest.isEmpty()
                ? new SignatureVerdict.Unverified("The files of the version are not digested.")
                : signer;
    }

    private SignatureVerdict byKey(SignatureBundle bundle, Optional<String> hint) {
        for (Named<PublicKey> key : keys) {
            if (bundle.isBy(key.material())) {
                return new SignatureVerdict.Verified(key.id(), key.name());
            }
        }
        return keys.stream()
                .filter(key -> hint.isPresent() && hint.get().equals(SigningKeys.hint(key.material())))
                .findFirst()
                .<SignatureVerdict>map(key -> new SignatureVerdict.Failed(
                        "The signature is broken: it names the key '" + key.name() + "', which has not made it."))
                .orElse(new SignatureVerdict.Unverified("No trusted key has made it."));
    }

    private SignatureVerdict byCertificate(SignatureBundle bundle, CertificateChain chain, Instant received) {
        if (!bundle.isBy(chain.key())) {
            return new SignatureVerdict.Failed("The signature is broken: the key of its certificate has not made it.");
        }
        if (chain.isKeyless()) {
            return new SignatureVerdict.Unverified(
                    "It is keyless: the registry does not ask Sigstore's log whose identity made it.");
        }
        String reason = "No trusted authority has issued its certificate.";
        for (Named<X509Certificate> authority : authorities) {
            Optional<String> problem = chain.problem(authority.material(), received);
            if (problem.isEmpty()) {
                return new SignatureVerdict.Verified(authority.id(), authority.name() + " for " + chain.subject());
            }
            reason = chain.isIssuedUnder(authority.material()) ? problem.get() : reason;
        }
        return new SignatureVerdict.Unverified(reason);
    }
}
