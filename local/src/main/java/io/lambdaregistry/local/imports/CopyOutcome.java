package io.lambdaregistry.local.imports;

/** The outcome of copying an entity of the source, with its heading in the summary. */
enum CopyOutcome {
    COPIED("copied"),

    /** The entity was imported before, and has changed at the source since. */
    UPDATED("updated"),

    PRESENT("here already"),

    /** An entity here has its name or id but other content, or it was changed here; the one here is unchanged. */
    KEPT("kept as here"),

    FAILED("failed");

    private final String heading;

    CopyOutcome(String heading) {
        this.heading = heading;
    }

    String heading() {
        return heading;
    }
}
