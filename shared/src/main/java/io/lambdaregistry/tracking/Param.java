package io.lambdaregistry.tracking;

/** A parameter of a run or a logged model; its value never changes. */
public record Param(String key, String value) {}
