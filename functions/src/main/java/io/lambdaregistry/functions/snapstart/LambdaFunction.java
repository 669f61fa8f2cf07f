package io.lambdaregistry.functions.snapstart;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.lambdaregistry.functions.Services;
import io.lambdaregistry.functions.Snapshot;
import io.lambdaregistry.functions.Wiring;
import java.util.Optional;
import java.util.Set;

/** The base of every function: before a snapshot is taken of it, it is rehearsed. */
public abstract class LambdaFunction implements RequestStreamHandler {
    /** The function that runs here, as Lambda names it: {@code <class>::handleRequest}. It may be made of other handlers. */
    private static final String FUNCTION = System.getenv().getOrDefault("_HANDLER", "");

    protected LambdaFunction() {
        Class<? extends LambdaFunction> type = getClass();
        if (FUNCTION.startsWith(type.getName() + "::")) {
            Snapshot.prepare(() -> Rehearsal.untilCompiled(type));
        }
    }

    /** The services that a handler calls, asked for as it is made: those that it is wired to, or else those of the environment. */
    protected static Services services() {
        Optional<Services> wired = Wiring.services();
        return wired.isPresent() ? wired.get() : Services.fromEnvironment();
    }

    /** The keys of the routes that it tells apart; one that is empty where it asks for none. */
    public Set<String> routeKeys() {
        return Set.of("");
    }
}
