package io.lambdaregistry.functions;

import java.util.Optional;

/**
 * The services that a handler takes while it is made, where they are not those of its environment. Apart from {@link Services},
 * so that a handler that needs no services loads none.
 */
public final class Wiring {
    private static final ScopedValue<Services> GIVEN = ScopedValue.newInstance();

    private Wiring() {}

    /** The services that a handler is being wired to; empty in Lambda, where handlers take those of the environment. */
    public static Optional<Services> services() {
        return GIVEN.isBound() ? Optional.of(GIVEN.get()) : Optional.empty();
    }

    static <H, X extends Throwable> H to(Services services, ScopedValue.CallableOp<H, X> make) throws X {
        return ScopedValue.where(GIVEN, services).call(make);
    }
}
