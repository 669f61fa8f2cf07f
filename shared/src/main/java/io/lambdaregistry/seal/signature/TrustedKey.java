package io.lambdaregistry.seal.signature;

import io.lambdaregistry.access.Principal;
import java.util.Optional;

/**
 * A key or an authority that an administrator trusts, or has trusted.
 *
 * @param id that of the {@link TrustedMaterial}
 * @param name the administrator's name for it
 * @param pem as {@link TrustedMaterial#parse} reads it
 * @param time in milliseconds since 1970
 * @param removal who removed it, and when; empty while it is trusted
 */
public record TrustedKey(String id, String name, String pem, Principal addedBy, long time, Optional<Removal> removal) {
    /** @param time in milliseconds since 1970 */
    public record Removal(Principal who, long time) {}

    TrustedMaterial material() {
        return TrustedMaterial.parse(pem);
    }

    public boolean isTrusted() {
        return removal.isEmpty();
    }
}
