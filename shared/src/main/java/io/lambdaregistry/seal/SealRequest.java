package io.lambdaregistry.seal;

/** The request to digest the files of a version, by its model's id. It may be made and carried out repeatedly. */
public record SealRequest(String modelId, long version) {}
