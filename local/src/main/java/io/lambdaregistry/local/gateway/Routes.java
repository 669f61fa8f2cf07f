package io.lambdaregistry.local.gateway;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/** All routes of the API. */
public final class Routes {
    private final List<Route> mostExactFirst;

    public Routes(Collection<Route> routes) {
        this.mostExactFirst = routes.stream().sorted(Route.MOST_EXACT_FIRST).toList();
    }

    /** The result of matching a request's method and path. */
    sealed interface Match {
        /** @param variables the values of the path's variables, still encoded */
        record Found(Route route, Map<String, String> variables) implements Match {}

        /** @param allowed the methods of the path's routes */
        record WrongMethod(TreeSet<String> allowed) implements Match {}

        record Unknown() implements Match {}
    }

    /** Matches a request. Where no route matches otherwise, a doubled slash counts as one. */
    Match match(String method, String rawPath) {
        Match match = match(method, path -> path.match(rawPath));
        return match instanceof Match.Unknown && rawPath.contains("//")
                ? match(method, path -> path.matchMerged(rawPath))
                : match;
    }

    private Match match(String method, Function<PathPattern, Optional<Map<String, String>>> variablesOf) {
        TreeSet<String> allowed = new TreeSet<>();
        for (Route route : mostExactFirst) {
            Optional<Map<String, String>> variables = variablesOf.apply(route.path());
            if (variables.isPresent()) {
                if (route.takes(method)) {
                    return new Match.Found(route, variables.get());
                }
                allowed.add(route.method());
            }
        }
        return allowed.isEmpty() ? new Match.Unknown() : new Match.WrongMethod(allowed);
    }

    public List<Route> all() {
        return mostExactFirst;
    }
}
