package io.lambdaregistry.error;

/** An error whose message is returned to the client word for word. The message says what to do and names no internals. */
public final class RegistryException extends RuntimeException {
    private final ErrorCode code;

    public RegistryException(ErrorCode code, String message) {
        super(message);
        this.code = code;
    }

    public RegistryException(ErrorCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public static RegistryException invalid(String message) {
        return new RegistryException(ErrorCode.INVALID_PARAMETER_VALUE, message);
    }

    public static RegistryException notFound(String message) {
        return new RegistryException(ErrorCode.RESOURCE_DOES_NOT_EXIST, message);
    }

    public static RegistryException alreadyExists(String message) {
        return new RegistryException(ErrorCode.RESOURCE_ALREADY_EXISTS, message);
    }

    public ErrorCode code() {
        return code;
    }

    /** The message, never null: every constructor requires one. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
