package io.lambdaregistry.access;

import java.util.concurrent.Callable;

/**
 * The authenticated caller of the current request; set by {@code ApiHandler}. Functions that no request calls set the
 * principal that caused their event, or {@link Principal#REGISTRY}. Whatever changes something notes it with the change.
 */
public final class Caller {
    private static final ScopedValue<Principal> CURRENT = ScopedValue.newInstance();

    private Caller() {}

    /** {@link Principal#UNKNOWN} where nobody has set one. */
    public static Principal current() {
        return CURRENT.orElse(Principal.UNKNOWN);
    }

    /** Runs a call with that caller. */
    public static <T, X extends Throwable> T as(Principal caller, ScopedValue.CallableOp<T, X> call) throws X {
        return ScopedValue.where(CURRENT, caller).call(call);
    }

    /** The same work with the caller of this thread, whichever thread runs it. */
    public static <T> Callable<T> carriedBy(Callable<T> work) {
        if (!CURRENT.isBound()) {
            return work;
        }
        Principal caller = CURRENT.get();
        return () -> as(caller, work::call);
    }
}
