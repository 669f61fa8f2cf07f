package io.lambdaregistry.tracking;

import java.util.Arrays;
import java.util.List;

/** How far the upload of a logged model got. The order of the constants is that of MLflow's enum, beginning with 1. */
public enum LoggedModelStatus {
    PENDING,
    READY,
    UPLOAD_FAILED,
    UNSPECIFIED;

    private static final String PREFIX = "LOGGED_MODEL_";

    /** By MLflow's name or by number; anything else is unspecified. */
    public static LoggedModelStatus of(String text) {
        String name = text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : "";
        return EnumTexts.find(List.of(values()), isNumber(text) ? text : name).orElse(UNSPECIFIED);
    }

    /** Whether a text is the number of a status, not its name. */
    static boolean isNumber(String text) {
        return text.length() == 1 && text.charAt(0) >= '0' && text.charAt(0) <= '9';
    }

    /** The status of a constant's name that is stored; one that a later version of the registry stored is unspecified. */
    public static LoggedModelStatus stored(String name) {
        return Arrays.stream(values())
                .filter(status -> status.name().equals(name))
                .findFirst()
                .orElse(UNSPECIFIED);
    }

    /** MLflow's name, such as {@code LOGGED_MODEL_READY}. */
    public String label() {
        return this == UNSPECIFIED ? PREFIX + "STATUS_UNSPECIFIED" : PREFIX + name();
    }
}
