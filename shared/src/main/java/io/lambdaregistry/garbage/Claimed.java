package io.lambdaregistry.garbage;

/**
 * A deleted thing that a collection has claimed. It can no longer be restored, nothing new can refer to it, and all of its
 * data is going to be deleted.
 *
 * @param thing the deleted thing
 * @param location the recorded location of its files; empty for a registered model
 */
public record Claimed(Deleted thing, String location) {}
