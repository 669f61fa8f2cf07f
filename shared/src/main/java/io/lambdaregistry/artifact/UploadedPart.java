package io.lambdaregistry.artifact;

/**
 * A part that a client has uploaded.
 *
 * @param number the part number, from 1
 * @param etag the ETag that the store returned for the part
 */
public record UploadedPart(long number, String etag) {}
