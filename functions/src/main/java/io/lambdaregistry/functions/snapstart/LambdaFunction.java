package io.lambdaregistry.functions.snapstart;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.lambdaregistry.functions.Services;
import io.lambdaregistry.functions.Snapshot;
import io.lambdaregistry.functions.Wiring;
import java.util.Optional;
import java.util.Set;

/** The base of every function. Before SnapStart takes a function's snapshot, the function is rehearsed. */
public abstract class LambdaFunction implements RequestStreamHandler {
    /**
     * The {@code routeKey} of an event that every function answers at once, before it touches a store: {@code {"routeKey":
     * "STAY"}}. Lambda lets a version with a snapshot become inactive when nobody has called it for 14 days, so a schedule sends
     * this event. API Gateway's route keys are a method with a path, or {@code $default}.
     */
    protected static final String STAY = "STAY";

    /**
     * The function that runs in this process, as Lambda names it: {@code <class>::handleRequest}. It may contain other
     * handlers.
     */
    private static final String FUNCTION = System.getenv().getOrDefault("_HANDLER", "");

    protected LambdaFunction() {
        Class<? extends LambdaFunction> type = getClass();
        if (FUNCTION.startsWith(type.getName() + "::")) {
            Snapshot.prepare(() -> Rehearsal.untilCompiled(type));
        }
    }

    /** The services for a handler that is being created: those it is wired to, or else those of the environment. */
    protected static Services services() {
        Optional<Services> wired = Wiring.services();
        return wired.isPresent() ? wired.get() : Services.fromEnvironment();
    }

    /** The keys of the routes that the function serves; a single empty key if it does not distinguish routes. */
    public Set<String> routeKeys() {
        return Set.of("");
    }
}
