package io.lambdaregistry.registry;

import io.lambdaregistry.error.RegistryException;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.stream.Collectors;

/**
 * The stage of a model version. Source: MLflow's model registry, which has exactly the four in {@link #ALL}. A stored version may
 * have another stage, which a later version of the registry gave it. It is shown, but no version can be moved to it.
 *
 * @param label the stage as the API writes it
 */
public record Stage(String label) {
    public static final Stage NONE = new Stage("None");
    public static final Stage STAGING = new Stage("Staging");
    public static final Stage PRODUCTION = new Stage("Production");
    public static final Stage ARCHIVED = new Stage("Archived");

    /** The stages in MLflow's order. */
    public static final SequencedSet<Stage> ALL =
            Collections.unmodifiableSequencedSet(new LinkedHashSet<>(List.of(NONE, STAGING, PRODUCTION, ARCHIVED)));

    /** Returns whether a transition to this stage may archive the versions that it has. */
    public boolean isActive() {
        return equals(STAGING) || equals(PRODUCTION);
    }

    /**
     * Returns the stage of a name in any case.
     *
     * @throws RegistryException INVALID_PARAMETER_VALUE for any other name
     */
    public static Stage parse(String name) {
        return find(name)
                .orElseThrow(() -> RegistryException.invalid(
                        "Invalid Model Version stage: %s. Value must be one of %s.".formatted(name, labels())));
    }

    /** Returns the stage of a stored label, also of one that only a later version of the registry knows. */
    public static Stage stored(String label) {
        return find(label).orElseGet(() -> new Stage(label));
    }

    private static Optional<Stage> find(String name) {
        String wanted = name.toUpperCase(Locale.ROOT);
        return ALL.stream()
                .filter(stage -> stage.label.toUpperCase(Locale.ROOT).equals(wanted))
                .findFirst();
    }

    private static String labels() {
        return ALL.stream().map(Stage::label).collect(Collectors.joining(", "));
    }
}
