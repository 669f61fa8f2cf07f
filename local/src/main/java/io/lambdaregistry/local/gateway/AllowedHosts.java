package io.lambdaregistry.local.gateway;

import java.util.Locale;
import java.util.Set;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/**
 * Keeps web pages of other sites out: a page whose name was rebound to this machine sends its own name as Host, and a form
 * or script of another site sends its own Origin.
 *
 * @param any whether any Host will do
 * @param names in lower case, without ports
 */
record AllowedHosts(boolean any, Set<String> names) {
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    /** Why the request is refused, if it is. */
    @Nullable String refusal(String method, HttpFields headers) {
        String host = headers.get(HttpHeader.HOST);
        if (!any && (host == null || !names.contains(name(host)))) {
            return "Host '" + host + "' is not allowed here. Name it with --allowed-hosts if it is yours.";
        }
        String origin = headers.get(HttpHeader.ORIGIN);
        if (origin != null && !READING.contains(method) && !isSame(origin, host)) {
            return "Requests of pages from '" + origin + "' may not change anything here.";
        }
        return null;
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
