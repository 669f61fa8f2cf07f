package io.lambdaregistry.tracking;

/** How a run or logged model of another registry stands in this one, before it is imported. */
public enum Standing {
    ABSENT,

    /** It is here as it is there. */
    SAME,

    /** It was imported, has changed there since, and nobody has written to it here: importing it again replaces it. */
    OUTDATED,

    /** It is another here, or was written to here: an import leaves it alone. */
    CHANGED_HERE
}
