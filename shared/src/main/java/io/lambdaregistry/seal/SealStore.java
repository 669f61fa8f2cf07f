package io.lambdaregistry.seal;

import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.registry.Occasion;
import io.lambdaregistry.registry.VersionSeal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Stores the seals of versions, the manifests, and the progress of digesting. */
public interface SealStore {
    /**
     * A version to seal.
     *
     * @param storageLocation the URI of its files
     */
    record Target(String storageLocation, VersionSeal seal) {}

    /** Returns a version; empty if there is none, or it is deleted. */
    Optional<Target> find(SealRequest request);

    /** Returns requests for the versions of a model. */
    List<SealRequest> versionsOf(String modelId);

    /**
     * Returns the manifest of another version whose files are in the same folder, if it was made of the same listing.
     *
     * @param listing the digest of the listing
     */
    Optional<Manifest> manifestOf(String storageLocation, String listing);

    /** Returns the progress of a version's files by their paths. */
    Map<String, Progress> progress(SealRequest request);

    /** Stores the progress of files. */
    void keep(SealRequest request, Collection<Progress> files);

    /** Deletes the progress of a version's files. */
    void forgetProgress(SealRequest request);

    /**
     * Seals a version, with its event in the same transaction. Nothing happens if it is sealed already, or was deleted meanwhile.
     *
     * @param listing the digest of the listing that the manifest is made of
     */
    void seal(SealRequest request, Manifest manifest, String listing, Occasion occasion);

    /** Records why the files of a version that is not sealed cannot be read. */
    void cannotReach(SealRequest request, String reason);

    /** Returns a whole manifest, by its id. */
    Manifest manifest(String id);

    /**
     * Returns a part of a manifest's files in their order; its size is the store's choice.
     *
     * @param manifest the manifest's id
     * @throws RegistryException INVALID_PARAMETER_VALUE if the token is not one of this manifest
     */
    Part files(String manifest, Optional<String> pageToken);

    /** @param nextPageToken the token that requests the next part; empty on the last */
    record Part(List<ManifestFile> files, Optional<String> nextPageToken) {}
}
