package io.lambdaregistry.access;

import java.util.concurrent.Callable;

/**
 * The authenticated caller of the current request; set by {@code ApiHandler}. Functions that no request calls set the
 * principal that caused their event, or {@link Principal#REGISTRY}. Every change is recorded with its caller.
 */
public final class Caller {
    private static final ScopedValue<Principal> CURRENT = ScopedValue.newInstance();

    private Caller() {}

    /** Returns the caller; {@link Principal#UNKNOWN} if none is set. */
    public static Principal current() {
        return CURRENT.orElse(Principal.UNKNOWN);
    }

    /** Runs a call with that caller. */
    public static <T, X extends Throwable> T as(Principal caller, ScopedValue.CallableOp<T, X> call) throws X {
        return ScopedValue.where(CURRENT, caller).call(call);
    }

    /** Wraps work so that any thread runs it with the caller of the current thread. */
    public static <T> Callable<T> carriedBy(Callable<T> work) {
        if (!CURRENT.isBound()) {
            return work;
        }
        Principal caller = CURRENT.get();
        return () -> as(caller, work::call);
    }
}
