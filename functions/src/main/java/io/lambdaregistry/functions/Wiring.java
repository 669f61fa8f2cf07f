package io.lambdaregistry.functions;

import java.util.Optional;

/**
 * The services that are passed to a handler while it is created, in place of those of its environment. A class apart from
 * {@link Services}, so that a handler that needs no services loads none.
 */
public final class Wiring {
    private static final ScopedValue<Services> GIVEN = ScopedValue.newInstance();

    private Wiring() {}

    /** The services of the handler that is being created; empty in Lambda, where handlers use those of the environment. */
    public static Optional<Services> services() {
        return GIVEN.isBound() ? Optional.of(GIVEN.get()) : Optional.empty();
    }

    static <H, X extends Throwable> H to(Services services, ScopedValue.CallableOp<H, X> make) throws X {
        return ScopedValue.where(GIVEN, services).call(make);
    }
}
