package io.lambdaregistry.artifact;

/**
 * A file that a client may read directly from the store, whole or in ranges.
 *
 * @param size its size in bytes
 */
public record PresignedDownload(PresignedRequest request, long size) {}
