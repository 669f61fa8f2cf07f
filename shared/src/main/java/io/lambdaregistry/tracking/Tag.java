package io.lambdaregistry.tracking;

/** A tag, as it comes in: lists of them may name a key twice. */
public record Tag(String key, String value) {}
