package io.lambdaregistry.local.imports;

import org.jspecify.annotations.Nullable;

/** Why an import cannot go on, in one line for the person who started it. What was copied until then stays. */
public final class ImportException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ImportException(String message) {
        super(message);
    }

    ImportException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** The message, which every constructor demands. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
