package io.lambdaregistry.local.gateway;

import org.eclipse.jetty.server.Request;

/** The path of a request as it was sent. Jetty's decoded or canonical path may match another route. */
final class RawPath {
    private RawPath() {}

    /** A tracking URI that ends in a slash produces a path that begins with two, which Jetty takes for the start of a host. */
    static String of(Request request) {
        String target = request.getHttpURI().asString();
        if (target.startsWith("//")) {
            int end = target.indexOf('?');
            return target.substring(0, end < 0 ? target.length() : end).replaceFirst("^/+", "/");
        }
        String path = request.getHttpURI().getPath();
        return path == null ? "/" : path;
    }
}
