package io.lambdaregistry.artifact;

/**
 * A file or folder in a listing.
 *
 * @param name the last segment of its path, as stored
 * @param size its size in bytes; 0 for a folder
 */
public record ArtifactEntry(String name, boolean folder, long size) {
    public static ArtifactEntry file(String name, long size) {
        return new ArtifactEntry(name, false, size);
    }

    public static ArtifactEntry folder(String name) {
        return new ArtifactEntry(name, true, 0);
    }
}
