package io.lambdaregistry.garbage;

/**
 * What is being collected: it can be restored no longer, nothing new can refer to it, and all that is left of it goes.
 *
 * @param thing as it was deleted
 * @param location where its files are, as it was recorded; empty for a registered model
 */
public record Claimed(Deleted thing, String location) {}
