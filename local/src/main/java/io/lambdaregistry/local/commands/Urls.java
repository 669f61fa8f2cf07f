package io.lambdaregistry.local.commands;

import java.net.URI;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Parses URLs that a user typed. */
final class Urls {
    private Urls() {}

    /**
     * The value of an option that takes an http or https URL with a host.
     *
     * @param example a URL of that kind, for the error
     */
    static URI required(CommandSpec command, String option, String example, String text) {
        return http(text)
                .orElseThrow(() -> new ParameterException(
                        command.commandLine(), option + " takes a URL such as " + example + ", not '" + text + "'."));
    }

    private static Optional<URI> http(String text) {
        try {
            URI uri = URI.create(text);
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            return http && uri.getHost() != null ? Optional.of(uri) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
