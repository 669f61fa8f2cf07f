package io.lambdaregistry.seal;

/**
 * A file of a manifest.
 *
 * @param path its path in the folder, its segments joined by {@code /}
 * @param size in bytes
 * @param sha256 64 hexadecimal digits, in lower case
 */
public record ManifestFile(String path, long size, String sha256) {}
