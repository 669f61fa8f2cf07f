package io.lambdaregistry.tracking;

import java.util.Locale;

/** Whether an experiment, run or logged model is there or was deleted; what was deleted is kept and can be restored. */
public enum LifecycleStage {
    ACTIVE,
    DELETED;

    /** As MLflow writes it: in lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static LifecycleStage of(String label) {
        return label.equals(DELETED.label()) ? DELETED : ACTIVE;
    }
}
