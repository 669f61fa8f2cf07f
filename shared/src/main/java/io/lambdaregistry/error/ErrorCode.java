package io.lambdaregistry.error;

/**
 * MLflow's error codes, each with its HTTP status.
 *
 * <p>Source: the {@code ErrorCode} enum of MLflow's {@code databricks.proto} and the statuses its server sends. The
 * client retries 408, 429, 500, 502, 503 and 504, so a final error never has one of those.
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
    /** The body is larger than this route allows; the message names a route that accepts it. */
    REQUEST_LIMIT_EXCEEDED(413),
    INTERNAL_ERROR(500),
    /** The disk of a registry on a laptop is full: nothing was written. */
    RESOURCE_EXHAUSTED(507),
    /** The store is throttled or does not answer. The client may send the same request again. */
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

    /** The value of {@code error_class}, which MLflow sends beside the code. */
    public String errorClass() {
        return errorClass;
    }
}
