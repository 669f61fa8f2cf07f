package io.lambdaregistry.garbage;

import java.util.Arrays;

/**
 * A deleted thing. It can be restored until a collection claims it.
 *
 * @param id of a run or a logged model; of a registered model, or of that of a version, the registry's own, which no rename
 *     changes; of what is unknown, the partition that it lies in
 * @param name that it had; a version has that of its model
 * @param version 0 for all but versions
 * @param time of its deletion, in milliseconds since 1970
 */
public record Deleted(Kind kind, String id, String name, long version, long time) {
    /** The kinds of things that can be deleted, as the API names them. */
    public enum Kind {
        REGISTERED_MODEL("registered_model"),
        MODEL_VERSION("model_version"),
        RUN("run"),
        LOGGED_MODEL("logged_model"),
        /** A kind that only a later version of the registry knows: this one lists it, and neither restores nor collects it. */
        UNKNOWN("unknown");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }

        /** The kind of a constant's name that is stored. */
        public static Kind stored(String name) {
            return Arrays.stream(values())
                    .filter(kind -> kind.name().equals(name))
                    .findFirst()
                    .orElse(UNKNOWN);
        }
    }
}
