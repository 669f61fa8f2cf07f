package io.lambdaregistry.local.gateway;

import org.eclipse.jetty.server.Request;

/** The path of a request as it was sent. Jetty's decoded and canonical ones may be another route's. */
final class RawPath {
    private RawPath() {}

    /** A tracking URI that ends in a slash makes it begin with two, which Jetty takes for the beginning of a host. */
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
