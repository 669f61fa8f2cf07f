package io.lambdaregistry.local.gateway;

import java.util.Optional;
import java.util.Set;

/** One segment of a route's path. */
public sealed interface Segment {

    /** The exactness of the segment. The most exact route wins, as in API Gateway. */
    int rank();

    boolean matches(String raw);

    Optional<String> variable();

    record Literal(String text) implements Segment {
        @Override
        public int rank() {
            return 0;
        }

        @Override
        public boolean matches(String raw) {
            return raw.equals(text);
        }

        @Override
        public Optional<String> variable() {
            return Optional.empty();
        }
    }

    /** {@code {name}}: matches one segment, which is not empty. */
    record Variable(String name) implements Segment {
        private static final Set<String> API_ROOTS = Set.of("api", "ajax-api");

        @Override
        public int rank() {
            return 1;
        }

        @Override
        public boolean matches(String raw) {
            return name.equals("api") ? API_ROOTS.contains(raw) : !raw.isEmpty();
        }

        @Override
        public Optional<String> variable() {
            return Optional.of(name);
        }
    }

    /** {@code {name+}}: matches the rest of the path, at least one character. */
    record Greedy(String name) implements Segment {
        @Override
        public int rank() {
            return 2;
        }

        @Override
        public boolean matches(String raw) {
            return !raw.isEmpty();
        }

        @Override
        public Optional<String> variable() {
            return Optional.of(name);
        }
    }

    static Segment of(String text) {
        if (!text.startsWith("{") || !text.endsWith("}")) {
            return new Literal(text);
        }
        return text.endsWith("+}")
                ? new Greedy(text.substring(1, text.length() - 2))
                : new Variable(text.substring(1, text.length() - 1));
    }
}
