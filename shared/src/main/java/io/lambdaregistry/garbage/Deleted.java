package io.lambdaregistry.garbage;

import java.util.Arrays;

/**
 * A deleted thing. It can be restored until a collection claims it.
 *
 * @param id the id of the run or logged model; for a registered model or a version, the registry's own id of the model, which
 *     renames do not change; for an unknown kind, the item's partition
 * @param name its name when it was deleted; for a version, the name of its model
 * @param version the version number; 0 for other kinds
 * @param time the time of the deletion, in milliseconds since 1970
 */
public record Deleted(Kind kind, String id, String name, long version, long time) {
    /** The kinds of things that can be deleted, as the API names them. */
    public enum Kind {
        REGISTERED_MODEL("registered_model"),
        MODEL_VERSION("model_version"),
        RUN("run"),
        LOGGED_MODEL("logged_model"),
        /**
         * A kind that only a later version of the registry knows. This version lists such things; it does not restore or
         * collect them.
         */
        UNKNOWN("unknown");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }

        /** Returns the kind of a stored name. */
        public static Kind stored(String name) {
            return Arrays.stream(values())
                    .filter(kind -> kind.name().equals(name))
                    .findFirst()
                    .orElse(UNKNOWN);
        }
    }
}
