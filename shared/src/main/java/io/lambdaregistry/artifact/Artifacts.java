package io.lambdaregistry.artifact;

import io.lambdaregistry.error.RegistryException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The operations on artifacts: in the store, and under the root of a run, a logged model or a model version. Thread-safe. */
public final class Artifacts {
    private final ArtifactStore store;
    private final ArtifactRoots roots;
    private final String bucket;

    /** @param bucket the one that the store is on: no other is read for a caller, whatever a URI names */
    public Artifacts(ArtifactStore store, ArtifactRoots roots, String bucket) {
        this.store = store;
        this.roots = roots;
        this.bucket = bucket;
    }

    /** As {@link ArtifactStore#put}. */
    public void put(ArtifactPath path, ArtifactWriter writer) throws IOException {
        store.put(path, writer);
    }

    /** As {@link ArtifactStore#open}. */
    public OpenedArtifact open(ArtifactPath path, Optional<ByteRange> range) {
        return store.open(path, range);
    }

    /** As {@link ArtifactStore#list}. */
    public List<ArtifactEntry> list(ArtifactPath folder) {
        return store.list(folder);
    }

    /** As {@link ArtifactStore#delete}; the root itself is INVALID_PARAMETER_VALUE. */
    public void delete(ArtifactPath path) {
        if (path.isRoot()) {
            throw RegistryException.invalid("Invalid path");
        }
        store.delete(path);
    }

    /**
     * @throws RegistryException RESOURCE_DOES_NOT_EXIST, or INVALID_PARAMETER_VALUE where the registry does not serve what
     *     the run's artifact URI names
     */
    public ArtifactRoot rootOfRun(String runId) {
        return root(roots.ofRun(runId));
    }

    /** As {@link #rootOfRun}. */
    public ArtifactRoot rootOfLoggedModel(String modelId) {
        return root(roots.ofLoggedModel(modelId));
    }

    /** As {@link #rootOfRun}. */
    public ArtifactRoot rootOfModelVersion(String name, String version) {
        return root(roots.ofModelVersion(name, version));
    }

    private ArtifactRoot root(String uri) {
        return new ArtifactRoot(uri, locate(uri));
    }

    private ArtifactPath locate(String uri) {
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
