package io.lambdaregistry.seal.signature;

import io.lambdaregistry.access.Caller;
import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.error.TextRules;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The keys and authorities whose signatures count, as an administrator manages them. */
public final class TrustedKeys {
    private static final int MAX_NAME_LENGTH = 256;

    private final SignatureStore store;
    private final InstantSource clock;

    public TrustedKeys(SignatureStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Returns all, also those that were removed. */
    public List<TrustedKey> all() {
        return store.keys();
    }

    /**
     * Trusts a key or an authority from now on, also for the signatures that are there already.
     *
     * @param name for people
     * @param pem a PUBLIC KEY, or the CERTIFICATE of an authority
     * @throws RegistryException INVALID_PARAMETER_VALUE for any other text; RESOURCE_ALREADY_EXISTS if it is trusted
     */
    public TrustedKey add(String name, String pem) {
        TextRules.checkLength("name", name, MAX_NAME_LENGTH);
        TrustedMaterial material = TrustedMaterial.parse(pem);
        TrustedKey key = new TrustedKey(
                material.id(), name, pem.strip() + "\n", Caller.current(), clock.millis(), Optional.empty());
        store.trust(key);
        return key;
    }

    /**
     * Trusts a key or an authority no longer: signatures by it are unverified from now on.
     *
     * @throws RegistryException RESOURCE_DOES_NOT_EXIST if it is not trusted
     */
    public TrustedKey remove(String id) {
        return store.remove(id, new TrustedKey.Removal(Caller.current(), clock.millis()));
    }
}
