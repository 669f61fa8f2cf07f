package io.lambdaregistry.local.gateway;

import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The path of a route, with variables.
 *
 * @param text as in template.yaml, for example {@code /{api}/2.0/mlflow-artifacts/artifacts/{path+}}
 */
public record PathPattern(String text, List<Segment> segments) {
    /** Sorts exact segments before variables, and variables before greedy ones. */
    static final Comparator<PathPattern> MOST_EXACT_FIRST = Comparator.comparing(PathPattern::ranks, Arrays::compare);

    public static PathPattern of(String text) {
        if (!text.startsWith("/")) {
            throw new IllegalArgumentException("Not a path: " + text);
        }
        return new PathPattern(
                text,
                Arrays.stream(text.substring(1).split("/", -1)).map(Segment::of).toList());
    }

    /** The values of the path's variables, still encoded, if the path matches. It is compared as sent, including {@code ..}. */
    Optional<Map<String, String>> match(String rawPath) {
        return match(rawPath, false);
    }

    /** As {@link #match}, but several slashes before a segment count as one. Slashes within a greedy variable are kept. */
    Optional<Map<String, String>> matchMerged(String rawPath) {
        return match(rawPath, true);
    }

    private Optional<Map<String, String>> match(String rawPath, boolean merged) {
        Map<String, String> variables = new LinkedHashMap<>();
        String rest = rawPath;
        for (Segment segment : segments) {
            if (!rest.startsWith("/")) {
                return Optional.empty();
            }
            if (merged && !(segment instanceof Segment.Greedy)) {
                rest = withoutDoubledSlash(rest);
            }
            String raw = first(segment, rest.substring(1));
            if (!segment.matches(raw)) {
                return Optional.empty();
            }
            segment.variable().ifPresent(name -> variables.put(name, raw));
            rest = rest.substring(1 + raw.length());
        }
        return rest.isEmpty() ? Optional.of(variables) : Optional.empty();
    }

    private static String withoutDoubledSlash(String path) {
        int slashes = 1;
        while (slashes < path.length() && path.charAt(slashes) == '/') {
            slashes++;
        }
        return path.substring(slashes - 1);
    }

    private static String first(Segment segment, String path) {
        int slash = segment instanceof Segment.Greedy ? -1 : path.indexOf('/');
        return slash < 0 ? path : path.substring(0, slash);
    }

    private int[] ranks() {
        return segments.stream().mapToInt(Segment::rank).toArray();
    }
}
