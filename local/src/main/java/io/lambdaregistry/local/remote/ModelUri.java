package io.lambdaregistry.local.remote;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The URI of a model version, as MLflow's loaders take it: {@code models:/fraud@champion} or {@code models:/fraud/7}.
 *
 * @param parameter the parameter of the API that names the version: {@code alias} or {@code version}
 * @param value its value
 */
public record ModelUri(String name, String parameter, String value) {
    private static final Pattern BY_ALIAS = Pattern.compile("models:/+([^/]+)@([^/@]+)");
    private static final Pattern BY_NUMBER = Pattern.compile("models:/+([^/]+)/([0-9]+)");

    /** Parses a URI; empty if it names no version by alias or number. */
    public static Optional<ModelUri> parse(String uri) {
        return of(BY_ALIAS.matcher(uri), "alias").or(() -> of(BY_NUMBER.matcher(uri), "version"));
    }

    private static Optional<ModelUri> of(Matcher matcher, String parameter) {
        return matcher.matches()
                ? Optional.of(new ModelUri(matcher.group(1), parameter, matcher.group(2)))
                : Optional.empty();
    }

    public UrlQuery query() {
        return UrlQuery.NONE.with("name", name).with(parameter, value);
    }
}
