package io.lambdaregistry.tracking;

import java.util.Arrays;
import java.util.List;

/** The state of a logged model's upload. The constants are in the order of MLflow's enum, whose numbers begin with 1. */
public enum LoggedModelStatus {
    PENDING,
    READY,
    UPLOAD_FAILED,
    UNSPECIFIED;

    private static final String PREFIX = "LOGGED_MODEL_";

    /** Returns the status of MLflow's name or number; for any other text it is unspecified. */
    public static LoggedModelStatus of(String text) {
        String name = text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : "";
        return EnumTexts.find(List.of(values()), isNumber(text) ? text : name).orElse(UNSPECIFIED);
    }

    /** Returns whether a text is the number of a status. */
    static boolean isNumber(String text) {
        return text.length() == 1 && text.charAt(0) >= '0' && text.charAt(0) <= '9';
    }

    /** Returns the status of a stored name; unspecified for a name that only a later version of the registry knows. */
    public static LoggedModelStatus stored(String name) {
        return Arrays.stream(values())
                .filter(status -> status.name().equals(name))
                .findFirst()
                .orElse(UNSPECIFIED);
    }

    /** Returns MLflow's name, such as {@code LOGGED_MODEL_READY}. */
    public String label() {
        return this == UNSPECIFIED ? PREFIX + "STATUS_UNSPECIFIED" : PREFIX + name();
    }
}
