package io.lambdaregistry.local.imports;

import org.jspecify.annotations.Nullable;

/** The reason why an import cannot continue, in one line for the user who started it. What was copied so far stays. */
public final class ImportException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ImportException(String message) {
        super(message);
    }

    ImportException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Never null, since every constructor requires it. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
