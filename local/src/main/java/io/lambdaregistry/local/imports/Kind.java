package io.lambdaregistry.local.imports;

/** The kinds of entities that are copied, with their names in the summary. */
enum Kind {
    EXPERIMENT("experiments"),
    RUN("runs"),
    POINT("metric points"),
    LOGGED_MODEL("logged models"),
    FILE("artifact files"),
    MODEL("registered models"),
    VERSION("model versions"),
    ALIAS("aliases");

    private final String plural;

    Kind(String plural) {
        this.plural = plural;
    }

    String plural() {
        return plural;
    }
}
