package io.lambdaregistry.access;

/**
 * The principals that created a run, a logged model or an experiment in this registry, and changed it last. A dataset, input or
 * output of a run is an item of its own and counts as no change of the run.
 *
 * @param creator {@link Principal#UNKNOWN} for an import
 * @param changer the creator, if nothing was changed since
 */
public record Authors(Principal creator, Principal changer) {
    public static final Authors UNKNOWN = new Authors(Principal.UNKNOWN, Principal.UNKNOWN);

    /** Returns the authors of something that the current caller creates. */
    public static Authors ofCreation() {
        return new Authors(Caller.current(), Caller.current());
    }
}
