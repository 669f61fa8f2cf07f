package io.lambdaregistry.tracking;

/** The comparison of a run or logged model of another registry with the one stored here, before its import. */
public enum Standing {
    ABSENT,

    /** Both are equal. */
    SAME,

    /** The thing was imported and has changed since in the other registry only; importing it again replaces it. */
    OUTDATED,

    /** The id belongs to another one here, or it was changed here; an import does not overwrite it. */
    CHANGED_HERE
}
