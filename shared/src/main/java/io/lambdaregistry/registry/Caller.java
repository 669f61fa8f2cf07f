package io.lambdaregistry.registry;

/**
 * Who asks: bound round a request by what takes it in, and noted with every change that the request makes. A scoped value,
 * since no operation decides by it.
 */
public final class Caller {
    /** Who asks where nothing says so. */
    public static final String UNKNOWN = "unknown";

    private static final ScopedValue<String> CURRENT = ScopedValue.newInstance();

    private Caller() {}

    /** An IAM principal's ARN, a token's subject, or the user of this machine. */
    public static String current() {
        return CURRENT.orElse(UNKNOWN);
    }

    /** Runs a call as that caller. */
    public static <T, X extends Throwable> T as(String caller, ScopedValue.CallableOp<T, X> call) throws X {
        return ScopedValue.where(CURRENT, caller).call(call);
    }
}
