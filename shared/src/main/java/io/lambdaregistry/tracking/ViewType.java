package io.lambdaregistry.tracking;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which stages a search looks at. The order of the constants is that of MLflow's enum, whose numbers begin with 1. */
public enum ViewType {
    ACTIVE_ONLY,
    DELETED_ONLY,
    ALL;

    /** By name or by number; what is neither is {@code otherwise}, as in MLflow's server. */
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
