package io.lambdaregistry.tracking;

/** A parameter of a run or a logged model: written once. */
public record Param(String key, String value) {}
