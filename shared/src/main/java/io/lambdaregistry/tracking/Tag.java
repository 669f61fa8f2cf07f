package io.lambdaregistry.tracking;

/** A tag of a request; a list of tags may contain a key twice. */
public record Tag(String key, String value) {}
