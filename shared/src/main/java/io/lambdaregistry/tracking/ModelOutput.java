package io.lambdaregistry.tracking;

/** A logged model that a run made, and at which step. */
public record ModelOutput(String modelId, long step) {}
