package io.lambdaregistry.benchmarks.coldstart;

import java.util.Locale;

/** A way to start the same function. */
enum Variant {
    PLAIN,
    AOT_CACHE,
    SNAPSTART,
    SNAPSTART_NOT_PRIMED;

    boolean hasSnapshot() {
        return this == SNAPSTART || this == SNAPSTART_NOT_PRIMED;
    }

    /** Its name in the table. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
