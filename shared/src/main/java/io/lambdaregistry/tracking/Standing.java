package io.lambdaregistry.tracking;

/** How a run or logged model of another registry compares with the one stored here, before its import. */
public enum Standing {
    ABSENT,

    /** Both are equal. */
    SAME,

    /** It was imported and has changed since in the other registry only; importing it again replaces it. */
    OUTDATED,

    /** The id belongs to another one here, or it was changed here; an import does not overwrite it. */
    CHANGED_HERE
}
