package io.lambdaregistry.tracking;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a run is at. The order of the constants is that of MLflow's enum, whose numbers begin with 1. */
public enum RunStatus {
    RUNNING,
    SCHEDULED,
    FINISHED,
    FAILED,
    KILLED;

    /** By name or by number; empty for anything else, which MLflow's server passes over. */
    public static Optional<RunStatus> of(@Nullable String text) {
        return EnumTexts.find(List.of(RunStatus.values()), text);
    }
}
