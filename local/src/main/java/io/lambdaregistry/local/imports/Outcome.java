package io.lambdaregistry.local.imports;

/** What became of a thing of the source, by its heading in the summary. */
enum Outcome {
    COPIED("copied"),

    /** It was imported before, and has changed at the source since. */
    UPDATED("updated"),

    PRESENT("here already"),

    /** It is another here, or was changed here, and stays as it is. */
    KEPT("kept as here"),

    FAILED("failed");

    private final String heading;

    Outcome(String heading) {
        this.heading = heading;
    }

    String heading() {
        return heading;
    }
}
