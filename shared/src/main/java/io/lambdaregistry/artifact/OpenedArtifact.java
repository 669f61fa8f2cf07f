package io.lambdaregistry.artifact;

/** What opening a file gives. */
public sealed interface OpenedArtifact permits ArtifactContent, OpenedArtifact.RangeNotSatisfiable {
    /**
     * No byte of the file lies in the range that was asked for: HTTP's 416.
     *
     * @param size of the whole file, in bytes
     */
    record RangeNotSatisfiable(long size) implements OpenedArtifact {}
}
