package io.lambdaregistry.local.commands;

import java.net.URI;
import java.util.Optional;

/** Parses URLs that a user typed. */
final class Urls {
    private Urls() {}

    /** An http or https URL with a host; empty for any other text. */
    static Optional<URI> http(String text) {
        try {
            URI uri = URI.create(text);
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            return http && uri.getHost() != null ? Optional.of(uri) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
