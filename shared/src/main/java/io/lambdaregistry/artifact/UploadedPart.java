package io.lambdaregistry.artifact;

/**
 * A part that the store has.
 *
 * @param number from 1
 * @param etag what the store answered when it came
 */
public record UploadedPart(long number, String etag) {}
