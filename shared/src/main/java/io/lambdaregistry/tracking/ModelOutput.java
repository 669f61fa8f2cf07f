package io.lambdaregistry.tracking;

/** A logged model that is an output of a run, and the step at which it was made. */
public record ModelOutput(String modelId, long step) {}
