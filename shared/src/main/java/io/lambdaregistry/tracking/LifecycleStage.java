package io.lambdaregistry.tracking;

import java.util.Locale;

/** Whether an experiment, run or logged model is there or was deleted; what was deleted is kept and can be restored. */
public enum LifecycleStage {
    ACTIVE,
    DELETED,
    /** One that a later version of the registry has stored: neither of the two, so found among all only. */
    UNKNOWN;

    /** As MLflow writes it: in lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The stage of a label that is stored; what has none is active. */
    public static LifecycleStage of(String label) {
        return switch (label) {
            case "", "active" -> ACTIVE;
            case "deleted" -> DELETED;
            default -> UNKNOWN;
        };
    }
}
