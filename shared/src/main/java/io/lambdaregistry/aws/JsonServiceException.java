package io.lambdaregistry.aws;

/** That a service did not do what it was asked to; the message says what it answered. */
final class JsonServiceException extends RuntimeException {
    private static final long serialVersionUID = 1;

    JsonServiceException(String message) {
        super(message);
    }

    JsonServiceException(String message, Throwable cause) {
        super(message, cause);
    }
}
