package io.lambdaregistry.local.commands;

import java.net.URI;
import java.util.Optional;

/** Addresses as they are typed. */
final class Urls {
    private Urls() {}

    /** An http or https address with a host; nothing where the text is another thing. */
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
