package io.lambdaregistry.artifact;

import io.lambdaregistry.error.RegistryException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The operations on artifacts by path, and the artifact roots of runs, logged models and model versions. Thread-safe. */
public final class Artifacts {
    private final ArtifactStore store;
    private final ArtifactRoots roots;
    private final String bucket;

    /** @param bucket the store's bucket; URIs in other buckets are rejected */
    public Artifacts(ArtifactStore store, ArtifactRoots roots, String bucket) {
        this.store = store;
        this.roots = roots;
        this.bucket = bucket;
    }

    /** Like {@link ArtifactStore#put}. */
    public void put(ArtifactPath path, ArtifactWriter writer) throws IOException {
        store.put(path, writer);
    }

    /** Like {@link ArtifactStore#open}. */
    public OpenedArtifact open(ArtifactPath path, Optional<ByteRange> range) {
        return store.open(path, range);
    }

    /** Like {@link ArtifactStore#list}. */
    public List<ArtifactEntry> list(ArtifactPath folder) {
        return store.list(folder);
    }

    /** Like {@link ArtifactStore#delete}; fails with INVALID_PARAMETER_VALUE for the root. */
    public void delete(ArtifactPath path) {
        if (path.isRoot()) {
            throw RegistryException.invalid("Invalid path");
        }
        store.delete(path);
    }

    /**
     * @throws RegistryException RESOURCE_DOES_NOT_EXIST, or INVALID_PARAMETER_VALUE if the registry does not serve the run's
     *     artifact URI
     */
    public ArtifactRoot rootOfRun(String runId) {
        return root(roots.ofRun(runId));
    }

    /** Like {@link #rootOfRun}. */
    public ArtifactRoot rootOfLoggedModel(String modelId) {
        return root(roots.ofLoggedModel(modelId));
    }

    /** Like {@link #rootOfRun}. */
    public ArtifactRoot rootOfModelVersion(String name, String version) {
        return root(roots.ofModelVersion(name, version));
    }

    private ArtifactRoot root(String uri) {
        return new ArtifactRoot(uri, locate(uri));
    }

    /**
     * Returns the path of a URI in the store.
     *
     * @throws RegistryException as {@link #rootOfRun}
     */
    public ArtifactPath locate(String uri) {
        return switch (ArtifactLocation.parse(uri)) {
            case ArtifactLocation.Registry(ArtifactPath path) -> path;
            case ArtifactLocation.Bucket(String named, ArtifactPath path) when named.equals(bucket) -> path;
            case ArtifactLocation.Bucket elsewhere ->
                throw RegistryException.invalid("The registry does not read other buckets for its callers: read '" + uri
                        + "' from S3 directly.");
            case ArtifactLocation.OfRun(String runId, ArtifactPath path) ->
                rootOfRun(runId).path().resolve(path);
        };
    }
}
