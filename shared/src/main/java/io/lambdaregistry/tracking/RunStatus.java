package io.lambdaregistry.tracking;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a run is at. MLflow has those in {@link #ALL}. A stored run may have another, which a later version of the registry gave
 * it: that one is shown, and no run can be set to it.
 *
 * @param name as the API writes it
 */
public record RunStatus(String name) {
    public static final RunStatus RUNNING = new RunStatus("RUNNING");
    public static final RunStatus SCHEDULED = new RunStatus("SCHEDULED");
    public static final RunStatus FINISHED = new RunStatus("FINISHED");
    public static final RunStatus FAILED = new RunStatus("FAILED");
    public static final RunStatus KILLED = new RunStatus("KILLED");

    /** In the order of MLflow's enum, whose numbers begin with 1. */
    public static final List<RunStatus> ALL = List.of(RUNNING, SCHEDULED, FINISHED, FAILED, KILLED);

    /** By name or by number; empty for anything else, which MLflow's server passes over. */
    public static Optional<RunStatus> of(@Nullable String text) {
        return EnumTexts.find(ALL, RunStatus::name, text);
    }

    /** The status of a name that is stored, whichever version of the registry stored it. */
    public static RunStatus stored(String name) {
        return ALL.stream()
                .filter(status -> status.name.equals(name))
                .findFirst()
                .orElseGet(() -> new RunStatus(name));
    }
}
