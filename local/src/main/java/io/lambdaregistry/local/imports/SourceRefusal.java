package io.lambdaregistry.local.imports;

/** The source answered, and would not do what it was asked: one thing is not copied, and the import goes on. */
final class SourceRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    SourceRefusal(int status, String message) {
        super(message);
        this.status = status;
    }

    /** Whether there is no such thing, or no such operation. */
    boolean isNotFound() {
        return status == 404 || status == 405;
    }
}
