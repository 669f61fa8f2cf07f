package io.lambdaregistry.local.imports;

/** What is copied, by its name in the summary. */
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
