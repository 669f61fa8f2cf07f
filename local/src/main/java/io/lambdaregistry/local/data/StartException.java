package io.lambdaregistry.local.data;

import org.jspecify.annotations.Nullable;

/** The reason why the registry cannot start, in one line for the user who started it. */
public final class StartException extends Exception {
    private static final long serialVersionUID = 1L;

    public StartException(String message) {
        super(message);
    }

    public StartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    public static StartException of(@Nullable Throwable failure) {
        return failure instanceof StartException known
                ? known
                : new StartException("The registry cannot start: " + reason(failure) + ".", failure);
    }

    /** The reason of a failure's root cause, in one line. */
    public static String reason(@Nullable Throwable failure) {
        Throwable root = failure;
        while (root != null && root.getCause() != null) {
            root = root.getCause();
        }
        if (root == null) {
            return "unknown";
        }
        String message = root.getMessage();
        String type = root.getClass().getSimpleName();
        return message == null
                ? type
                : (type + ": " + message).lines().findFirst().orElse(type);
    }
}
