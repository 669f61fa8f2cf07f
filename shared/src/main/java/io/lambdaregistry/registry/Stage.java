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
 * The stage of a model version. Source: MLflow's model registry, which names exactly the four in {@link #ALL}. A stored
 * version may have another, which a later version of the registry gave it: that one is shown, and nothing can be moved to it.
 *
 * @param label as the API writes it
 */
public record Stage(String label) {
    public static final Stage NONE = new Stage("None");
    public static final Stage STAGING = new Stage("Staging");
    public static final Stage PRODUCTION = new Stage("Production");
    public static final Stage ARCHIVED = new Stage("Archived");

    /** In MLflow's order. */
    public static final SequencedSet<Stage> ALL =
            Collections.unmodifiableSequencedSet(new LinkedHashSet<>(List.of(NONE, STAGING, PRODUCTION, ARCHIVED)));

    /** Whether versions of this stage may be archived when another enters it. */
    public boolean isActive() {
        return equals(STAGING) || equals(PRODUCTION);
    }

    /**
     * The stage of that name, in any case.
     *
     * @throws RegistryException INVALID_PARAMETER_VALUE for any other name
     */
    public static Stage parse(String name) {
        return find(name)
                .orElseThrow(() -> RegistryException.invalid(
                        "Invalid Model Version stage: %s. Value must be one of %s.".formatted(name, labels())));
    }

    /** The stage of a label that is stored, whichever version of the registry stored it. */
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
