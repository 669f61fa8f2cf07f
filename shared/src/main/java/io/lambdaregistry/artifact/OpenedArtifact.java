package io.lambdaregistry.artifact;

/** The result of opening a file. */
public sealed interface OpenedArtifact permits ArtifactContent, OpenedArtifact.RangeNotSatisfiable {
    /**
     * The requested range contains no byte of the file: HTTP status 416.
     *
     * @param size the size of the whole file, in bytes
     */
    record RangeNotSatisfiable(long size) implements OpenedArtifact {}
}
