package io.lambdaregistry.seal.signature;

import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.registry.Occasion;
import io.lambdaregistry.registry.VersionSeal;
import io.lambdaregistry.seal.SealRequest;
import java.util.List;
import java.util.Optional;

/** Stores the signatures of versions, and the keys and authorities that are trusted. */
public interface SignatureStore {
    /** The most signatures that requests attach to a version; see {@link VersionSignature.Origin#most}. */
    int MOST = 16;

    /** A version as it was read. Each store has its own, with what its writes need to know. */
    interface Found {
        /** Returns the name of its model. */
        String name();

        SealRequest version();

        VersionSeal seal();

        /** Returns whether the registry itself has signed it. */
        boolean isSignedByRegistry();
    }

    /**
     * Returns a version, by the name of its model.
     *
     * @throws RegistryException RESOURCE_DOES_NOT_EXIST if there is no such version
     */
    Found find(String name, long version);

    /** Returns a version, by the id of its model; empty if there is none, or it is deleted. */
    Optional<Found> find(SealRequest version);

    /** Returns the signatures of a version of a model, by their ids. */
    List<VersionSignature> of(String name, long version);

    /** Returns one of them; empty if the version has none with that id. */
    Optional<VersionSignature> of(String name, long version, String id);

    /** Returns the text of a bundle; empty if it is not stored. */
    Optional<String> bundle(String id);

    /**
     * Attaches a signature, with its event in the same transaction. Nothing happens if the version has it already, or one by the
     * registry where this is one by the registry, or so many that it takes no further one from its folder.
     *
     * @param version as this store has found it
     * @param bundle the text; of a signature with a problem it is not stored
     * @return whether it was attached
     * @throws RegistryException INVALID_PARAMETER_VALUE if the version has so many that it takes no further one from a request; RESOURCE_DOES_NOT_EXIST if
     *     there is no such version
     */
    boolean attach(
            Found version, VersionSignature signature, String bundle, SignatureVerdict verdict, Occasion occasion);

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
