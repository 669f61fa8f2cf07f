package io.lambdaregistry.error;

/**
 * A fault of the registry itself. The log contains its message, unlike those of other exceptions, so the message must contain
 * nothing that a caller sent.
 */
public final class Fault extends IllegalStateException {
    public Fault(String message) {
        super(message);
    }
}
