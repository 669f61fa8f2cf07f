package io.lambdaregistry.error;

/**
 * MLflow's error codes and the HTTP status each is answered with.
 *
 * <p>Source: the {@code ErrorCode} enum of MLflow's {@code databricks.proto} and the statuses its server sends. The
 * client retries 408, 429, 500, 502, 503 and 504, so a definite refusal never has one of those.
 */
public enum ErrorCode {
    BAD_REQUEST(400, "INVALID_PARAMETER_VALUE"),
    INVALID_PARAMETER_VALUE(400),
    RESOURCE_ALREADY_EXISTS(400),
    INVALID_STATE(400),
    PERMISSION_DENIED(403),
    ENDPOINT_NOT_FOUND(404),
    RESOURCE_DOES_NOT_EXIST(404, "RESOURCE_NOT_FOUND"),
    NOT_FOUND(404),
    RESOURCE_CONFLICT(409),
    ABORTED(409),
    /** A body that is larger than the way it came in allows; the message names the way that takes it. */
    REQUEST_LIMIT_EXCEEDED(413),
    INTERNAL_ERROR(500),
    /** The store is throttled or does not answer: the same request may be sent again. */
    TEMPORARILY_UNAVAILABLE(503);

    private final int httpStatus;
    private final String errorClass;

    ErrorCode(int httpStatus) {
        this.httpStatus = httpStatus;
        this.errorClass = name();
    }

    ErrorCode(int httpStatus, String errorClass) {
        this.httpStatus = httpStatus;
        this.errorClass = errorClass;
    }

    public int httpStatus() {
        return httpStatus;
    }

    /** The {@code error_class} that MLflow sends beside the code. */
    public String errorClass() {
        return errorClass;
    }
}
