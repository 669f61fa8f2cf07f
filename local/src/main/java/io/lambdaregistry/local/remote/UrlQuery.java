package io.lambdaregistry.local.remote;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The query of a URL: empty, or beginning with its question mark. */
public record UrlQuery(String text) {
    public static final UrlQuery NONE = new UrlQuery("");

    /** Adds a parameter. A name that exists already then has both values. */
    public UrlQuery with(String name, Object value) {
        return new UrlQuery((text.isEmpty() ? "?" : text + "&") + name + "=" + encoded(value.toString()));
    }

    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Encodes a path, and keeps its slashes. */
    public static String encodedPath(String path) {
        return Arrays.stream(path.split("/", -1)).map(UrlQuery::encoded).collect(Collectors.joining("/"));
    }
}
