package io.lambdaregistry.artifact;

/**
 * A file that a client may read from the store itself, whole or in ranges.
 *
 * @param size in bytes
 */
public record PresignedDownload(PresignedRequest request, long size) {}
