package io.lambdaregistry.seal.signature;

import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.registry.Occasion;
import io.lambdaregistry.seal.SealRequest;
import java.util.List;
import java.util.Optional;

/** Stores the signatures of versions, and the keys and authorities that are trusted. */
public interface SignatureStore {
    /** The most signatures of a version. */
    int MOST = 16;

    /**
     * Returns the version of a model, by the model's id.
     *
     * @throws RegistryException RESOURCE_DOES_NOT_EXIST if there is no such model
     */
    SealRequest find(String name, long version);

    /** Returns the signatures of a version, by their ids. */
    List<VersionSignature> of(SealRequest version);

    /** Returns the text of a bundle; empty if it is not stored. */
    Optional<String> bundle(String id);

    /**
     * Attaches a signature, with its event in the same transaction. Nothing happens if the version has it already.
     *
     * @param bundle the text; of a signature with a problem it is not stored
     * @return whether it was attached
     * @throws RegistryException INVALID_PARAMETER_VALUE if the version has {@link #MOST} already; RESOURCE_DOES_NOT_EXIST if
     *     there is no such version
     */
    boolean attach(
            SealRequest version,
            VersionSignature signature,
            String bundle,
            SignatureVerdict verdict,
            Occasion occasion);

    /** Returns all keys and authorities, also those that were removed, by their ids. */
    List<TrustedKey> keys();

    /**
     * Adds a key, or trusts one again that was removed.
     *
     * @throws RegistryException RESOURCE_ALREADY_EXISTS if it is trusted
     */
    void trust(TrustedKey key);

    /**
     * Adds a key that was never known.
     *
     * @return whether it is new
     */
    boolean introduce(TrustedKey key);

    /**
     * Removes a key. It stays in the list, as removed.
     *
     * @throws RegistryException RESOURCE_DOES_NOT_EXIST if it is not trusted
     */
    TrustedKey remove(String id, TrustedKey.Removal removal);
}
