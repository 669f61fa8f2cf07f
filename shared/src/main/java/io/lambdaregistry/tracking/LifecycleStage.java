package io.lambdaregistry.tracking;

import java.util.Locale;

/** Whether an experiment, run or logged model is active or deleted. A deleted one can be restored. */
public enum LifecycleStage {
    ACTIVE,
    DELETED,
    /** A stage that only a later version of the registry knows; only searches for all stages return it. */
    UNKNOWN;

    /** Returns the stage as MLflow writes it, in lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the stage of a stored label; without a label it is active. */
    public static LifecycleStage of(String label) {
        return switch (label) {
            case "", "active" -> ACTIVE;
            case "deleted" -> DELETED;
            default -> UNKNOWN;
        };
    }
}
