package io.lambdaregistry.artifact;

/**
 * The folder that holds the artifacts of a run, a logged model or a model version.
 *
 * @param uri as it is recorded with its owner
 */
public record ArtifactRoot(String uri, ArtifactPath path) {}
