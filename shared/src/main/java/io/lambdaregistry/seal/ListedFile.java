package io.lambdaregistry.seal;

/**
 * A file as the store lists it.
 *
 * @param path its path in the folder
 * @param size in bytes
 * @param etag changes with the content
 * @param lastModified in milliseconds since 1970
 */
public record ListedFile(String path, long size, String etag, long lastModified) {}
