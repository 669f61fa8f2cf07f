package io.lambdaregistry.local.imports;

/** The source answered a request with an error: one item is not copied, and the import continues. */
final class SourceRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    SourceRefusal(int status, String message) {
        super(message);
        this.status = status;
    }

    /** Whether the item, or the operation, does not exist. */
    boolean isNotFound() {
        return status == 404 || status == 405;
    }
}
