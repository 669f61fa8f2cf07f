package io.lambdaregistry.aws;

/** An AWS service rejected a request, or could not be reached; the message quotes its response. */
final class JsonServiceException extends RuntimeException {
    private static final long serialVersionUID = 1;

    JsonServiceException(String message) {
        super(message);
    }

    JsonServiceException(String message, Throwable cause) {
        super(message, cause);
    }
}
