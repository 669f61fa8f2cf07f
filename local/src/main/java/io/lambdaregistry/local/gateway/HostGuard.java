package io.lambdaregistry.local.gateway;

import java.util.Set;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Lets only requests through that no page of another site can have made. What probes ask for holds no data: that is answered under
 * any name, or none.
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
