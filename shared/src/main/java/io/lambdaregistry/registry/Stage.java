package io.lambdaregistry.registry;

import io.lambdaregistry.error.RegistryException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The stage of a model version. Source: MLflow's model registry, which names exactly these. */
public enum Stage {
    NONE("None"),
    STAGING("Staging"),
    PRODUCTION("Production"),
    ARCHIVED("Archived");

    private final String label;

    Stage(String label) {
        this.label = label;
    }

    /** As the API writes it. */
    public String label() {
        return label;
    }

    /** Whether versions of this stage may be archived when another enters it. */
    public boolean isActive() {
        return this == STAGING || this == PRODUCTION;
    }

    /**
     * The stage of that name, in any case.
     *
     * @throws RegistryException INVALID_PARAMETER_VALUE for any other name
     */
    public static Stage parse(String name) {
        return Arrays.stream(values())
                .filter(stage -> stage.name().equals(name.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> RegistryException.invalid(
                        "Invalid Model Version stage: %s. Value must be one of %s.".formatted(name, labels())));
    }

    private static String labels() {
        return Arrays.stream(values()).map(Stage::label).collect(Collectors.joining(", "));
    }
}
