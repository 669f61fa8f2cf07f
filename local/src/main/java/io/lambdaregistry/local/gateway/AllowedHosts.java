package io.lambdaregistry.local.gateway;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/**
 * Rejects requests from web pages of other sites. A page whose name was rebound to this machine sends its own name as Host; a
 * form or script of another site sends its own Origin.
 *
 * @param addresses whether every IP address is allowed, since a page cannot rebind an address
 * @param names allowed names in lower case, without ports; {@code *} allows any
 */
record AllowedHosts(boolean addresses, Set<String> names) {
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-f:.]{2,45}]");

    /** The reason why a request is rejected; null if it is allowed. */
    @Nullable String refusal(String method, HttpFields headers) {
        String host = headers.get(HttpHeader.HOST);
        if (!names.contains("*") && (host == null || !isAllowed(name(host)))) {
            return "Host '" + host + "' is not allowed here. Name it with --allowed-hosts if it is yours.";
        }
        String origin = headers.get(HttpHeader.ORIGIN);
        if (origin != null && !READING.contains(method) && !isSame(origin, host)) {
            return "Requests of pages from '" + origin + "' may not change anything here.";
        }
        return null;
    }

    private boolean isAllowed(String name) {
        return names.contains(name) || (addresses && ADDRESS.matcher(name).matches());
    }

    private static boolean isSame(String origin, @Nullable String host) {
        int authority = origin.indexOf("://");
        return authority >= 0 && origin.substring(authority + 3).equalsIgnoreCase(host);
    }

    private static String name(String host) {
        int port = host.startsWith("[") ? host.indexOf(']') + 1 : host.indexOf(':');
        return (port <= 0 ? host : host.substring(0, port)).toLowerCase(Locale.ROOT);
    }
}
