package io.lambdaregistry.tracking;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The status of a run. MLflow has those in {@link #ALL}. A stored run may have another status, which a later version of the
 * registry gave it. It is shown, but no run can be set to it.
 *
 * @param name the status as the API writes it
 */
public record RunStatus(String name) {
    public static final RunStatus RUNNING = new RunStatus("RUNNING");
    public static final RunStatus SCHEDULED = new RunStatus("SCHEDULED");
    public static final RunStatus FINISHED = new RunStatus("FINISHED");
    public static final RunStatus FAILED = new RunStatus("FAILED");
    public static final RunStatus KILLED = new RunStatus("KILLED");

    /** The statuses in the order of MLflow's enum, whose numbers begin with 1. */
    public static final List<RunStatus> ALL = List.of(RUNNING, SCHEDULED, FINISHED, FAILED, KILLED);

    /** Returns the status of a name or number; empty for any other text, which MLflow's server ignores. */
    public static Optional<RunStatus> of(@Nullable String text) {
        return EnumTexts.find(ALL, RunStatus::name, text);
    }

    /** Returns the status of a stored name, also of one that only a later version of the registry knows. */
    public static RunStatus stored(String name) {
        return ALL.stream()
                .filter(status -> status.name.equals(name))
                .findFirst()
                .orElseGet(() -> new RunStatus(name));
    }
}
