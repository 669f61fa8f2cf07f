package io.lambdaregistry.tracking;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The lifecycle stages that a search returns. The constants are in the order of MLflow's enum, whose numbers begin with 1. */
public enum ViewType {
    ACTIVE_ONLY,
    DELETED_ONLY,
    ALL;

    /** Returns the view type of a name or number; as in MLflow's server, {@code otherwise} for any other text. */
    public static ViewType of(@Nullable String text, ViewType otherwise) {
        return EnumTexts.find(List.of(ViewType.values()), text).orElse(otherwise);
    }

    public boolean includes(LifecycleStage stage) {
        return switch (this) {
            case ACTIVE_ONLY -> stage == LifecycleStage.ACTIVE;
            case DELETED_ONLY -> stage == LifecycleStage.DELETED;
            case ALL -> true;
        };
    }
}
