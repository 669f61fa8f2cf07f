package io.lambdaregistry.local.gateway;

import java.util.Set;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Rejects requests that a page of another site may have made. Health probes are answered under any Host, or none, since their
 * responses contain no data.
 */
final class HostGuard extends Handler.Wrapper {
    private static final Set<String> PROBED = Set.of("/health", "/version");
    private static final Set<String> PROBING = Set.of("GET", "HEAD");

    private final AllowedHosts allowedHosts;

    HostGuard(AllowedHosts allowedHosts, Handler guarded) {
        super(guarded);
        this.allowedHosts = allowedHosts;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String refusal = allowedHosts.refusal(request.getMethod(), request.getHeaders());
        boolean probe = PROBED.contains(RawPath.of(request)) && PROBING.contains(request.getMethod());
        SafetyHeaders.addTo(response.getHeaders());
        if (refusal == null || probe) {
            return super.handle(request, response, callback);
        }
        Answer.error(403, "PERMISSION_DENIED", refusal).send(response, callback);
        return true;
    }
}
