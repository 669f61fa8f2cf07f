package io.lambdaregistry.artifact;

/**
 * The folder that holds the artifacts of a run, a logged model or a model version.
 *
 * @param uri the URI that is stored with the owner
 */
public record ArtifactRoot(String uri, ArtifactPath path) {}
