package io.lambdaregistry.webhook;

import io.lambdaregistry.error.RegistryException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** MLflow's rules for a webhook's name and URL, with MLflow's messages. */
final class WebhookRules {
    private static final int MAX_NAME_LENGTH = 63;
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9]([a-zA-Z0-9._-]*[a-zA-Z0-9])?");
    private static final Pattern SCHEME = Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]*):.*", Pattern.DOTALL);

    private WebhookRules() {}

    static void checkName(String name) {
        if (name.length() > MAX_NAME_LENGTH || !NAME.matcher(name).matches()) {
            throw RegistryException.invalid("Webhook name '" + name
                    + "' is invalid. It must start and end with a letter or digit, be less than 63 characters long, and"
                    + " contain only letters, digits, dots (.), underscores (_), and hyphens (-).");
        }
    }

    static void checkUrl(String url, WebhookAddresses addresses) {
        if (url.isBlank()) {
            throw RegistryException.invalid("Webhook URL cannot be empty or just whitespace: '" + url + "'");
        }
        Matcher matcher = SCHEME.matcher(url);
        String scheme = matcher.matches() ? matcher.group(1).toLowerCase(Locale.ROOT) : "";
        if (!addresses.schemes().contains(scheme)) {
            throw RegistryException.invalid("Invalid webhook URL scheme: '%s'. Allowed schemes are: %s."
                    .formatted(scheme, String.join(", ", addresses.schemes())));
        }
        String host = host(url)
                .orElseThrow(() -> RegistryException.invalid("Webhook URL must include a hostname: '" + url + "'"));
        addresses.check(host);
    }

    private static Optional<String> host(String url) {
        try {
            return Optional.ofNullable(new URI(url).getHost());
        } catch (URISyntaxException e) {
            throw RegistryException.invalid("Invalid webhook URL '" + url + "': " + e.getReason());
        }
    }
}
