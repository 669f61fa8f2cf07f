package io.lambdaregistry.error;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Pattern;

/**
 * MLflow's rules for keys, names and lengths in all requests, with MLflow's messages.
 *
 * <p>Source: MLflow's {@code utils/validation.py}, as its server answers. Lengths are in Unicode characters.
 */
public final class TextRules {
    private static final Pattern KEY = Pattern.compile("[/\\w.\\- :]*", Pattern.UNICODE_CHARACTER_CLASS);

    private TextRules() {}

    /** Checks the key of a tag, a param or a metric. */
    public static void checkKey(String parameter, String key) {
        if (!KEY.matcher(key).matches()) {
            throw RegistryException.invalid(
                    "Invalid value %s for parameter '%s' supplied: Names may only contain alphanumerics, underscores (_), dashes (-), periods (.), spaces ( ), colon(:) and slashes (/)."
                            .formatted(Quoted.text(key), parameter));
        }
        checkIsNoPath(parameter, key);
    }

    /** Rejects a name that changes when it is resolved as a path, such as {@code a/../b}. */
    public static void checkIsNoPath(String parameter, String name) {
        String resolved = resolve(name);
        if (!resolved.equals(name) || resolved.equals(".") || resolved.startsWith("..") || resolved.startsWith("/")) {
            throw RegistryException.invalid(
                    "Invalid value %s for parameter '%s' supplied: Names may be treated as files in certain cases, and must not resolve to other names when treated as such. This name would resolve to '%s'"
                            .formatted(Quoted.text(name), parameter, resolved));
        }
    }

    public static void checkLength(String what, String text, int limit) {
        if (length(text) > limit) {
            throw RegistryException.invalid("'%s' exceeds the maximum length of %d characters".formatted(what, limit));
        }
    }

    public static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /** Resolves empty, {@code .} and {@code ..} segments of a path as POSIX does. */
    private static String resolve(String path) {
        boolean absolute = path.startsWith("/");
        Deque<String> segments = new ArrayDeque<>();
        for (String segment : path.split("/", -1)) {
            if (segment.equals("..")
                    && (segments.isEmpty() ? !absolute : segments.getLast().equals(".."))) {
                segments.addLast(segment);
            } else if (segment.equals("..")) {
                segments.pollLast();
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                segments.addLast(segment);
            }
        }
        String joined = String.join("/", segments);
        return absolute ? "/" + joined : joined.isEmpty() ? "." : joined;
    }
}
