package io.lambdaregistry.seal.signature;

import io.lambdaregistry.error.RegistryException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The certificates of a signature: that of the signer, and those that lead from it to an authority.
 *
 * @param certificates the signer's first, then each one's issuer
 */
public record CertificateChain(List<X509Certificate> certificates) {
    static final int MOST = 10;

    private static final String CODE_SIGNING = "1.3.6.1.5.5.7.3.3";

    /** Sigstore's authority writes the identity's provider here: such certificates live for minutes, and anybody gets one. */
    private static final List<String> KEYLESS = List.of("1.3.6.1.4.1.57264.1.1", "1.3.6.1.4.1.57264.1.8");

    public CertificateChain {
        certificates = List.copyOf(certificates);
    }

    /**
     * Sorts the certificates of a bundle, which may stand in any order behind the signer's.
     *
     * @throws RegistryException INVALID_PARAMETER_VALUE if they lead back to one of them
     */
    static CertificateChain of(List<X509Certificate> given) {
        List<X509Certificate> chain = new ArrayList<>(List.of(given.getFirst()));
        List<X509Certificate> rest = new ArrayList<>(given.subList(1, given.size()));
        while (!isSelfIssued(chain.getLast())) {
            X509Certificate last = chain.getLast();
            if (chain.subList(0, chain.size() - 1).stream().anyMatch(earlier -> isIssuedBy(last, earlier))) {
                throw JsonFields.notASignature("its chain of certificates loops");
            }
            Optional<X509Certificate> issuer =
                    rest.stream().filter(other -> isIssuedBy(last, other)).findFirst();
            if (issuer.isEmpty()) {
                break;
            }
            chain.add(issuer.get());
            rest.remove(issuer.get());
        }
        return new CertificateChain(chain);
    }

    private static boolean isSelfIssued(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }

    private static boolean isIssuedBy(X509Certificate certificate, X509Certificate issuer) {
        return certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal());
    }

    PublicKey key() {
        return certificates.getFirst().getPublicKey();
    }

    /** Returns the name of the signer, as its certificate has it. */
    String subject() {
        return certificates.getFirst().getSubjectX500Principal().getName();
    }

    /** Returns whether the signer's certificate is one of Sigstore's for an identity of the web. */
    boolean isKeyless() {
        return KEYLESS.stream().anyMatch(extension -> certificates.getFirst().getExtensionValue(extension) != null);
    }

    /**
     * Checks that an authority has issued the signer's certificate, for signatures, and that all were valid at a time.
     *
     * @return why not; empty if it is so
     */
    Optional<String> problem(X509Certificate authority, Instant at) {
        List<X509Certificate> path = pathTo(authority);
        if (!isIssuedUnder(authority)) {
            return Optional.of("No trusted authority has issued its certificate.");
        }
        if (!maySign(path.getFirst())) {
            return Optional.of("The certificate '" + subject() + "' is not for signatures.");
        }
        try {
            authority.checkValidity(Date.from(at));
            PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(authority, null)));
            parameters.setRevocationEnabled(false); // revocation is not checked: a bundle names no server for it
            parameters.setDate(Date.from(at));
            CertPathValidator.getInstance("PKIX")
                    .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
            return Optional.empty();
        } catch (CertificateException outOfTime) {
            return Optional.of("The authority's certificate was not valid when the signature was attached.");
        } catch (CertPathValidatorException invalid) {
            return Optional.of(reason(invalid));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing); // every JDK has PKIX
        }
    }

    /** Returns whether the certificates name the authority as the one that they lead to. */
    boolean isIssuedUnder(X509Certificate authority) {
        List<X509Certificate> path = pathTo(authority);
        return !path.isEmpty() && isIssuedBy(path.getLast(), authority);
    }

    private List<X509Certificate> pathTo(X509Certificate authority) {
        return certificates.stream()
                .takeWhile(certificate -> !isSame(certificate, authority))
                .toList();
    }

    private static String reason(CertPathValidatorException invalid) {
        CertPathValidatorException.Reason reason = invalid.getReason();
        return reason == BasicReason.EXPIRED
                ? "A certificate of its chain had expired when the signature was attached."
                : reason == BasicReason.NOT_YET_VALID
                        ? "A certificate of its chain was not valid yet when the signature was attached."
                        : "Its chain of certificates is not valid: " + invalid.getMessage() + ".";
    }

    private static boolean isSame(X509Certificate one, X509Certificate other) {
        return one.getSubjectX500Principal().equals(other.getSubjectX500Principal())
                && one.getPublicKey().equals(other.getPublicKey());
    }

    private static boolean maySign(X509Certificate certificate) {
        boolean[] usage = certificate.getKeyUsage();
        if (usage != null && usage[0]) {
            return true;
        }
        try {
            List<String> purposes = certificate.getExtendedKeyUsage();
            return purposes != null && purposes.contains(CODE_SIGNING);
        } catch (CertificateParsingException unreadable) {
            return false;
        }
    }
}
