package io.lambdaregistry.local.gateway;

import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Lets only requests through that no page of another site can have made. */
final class HostGuard extends Handler.Wrapper {
    private final AllowedHosts allowedHosts;

    HostGuard(AllowedHosts allowedHosts, Handler guarded) {
        super(guarded);
        this.allowedHosts = allowedHosts;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String refusal = allowedHosts.refusal(request.getMethod(), request.getHeaders());
        if (refusal == null) {
            return super.handle(request, response, callback);
        }
        Answer.error(403, "PERMISSION_DENIED", refusal).send(response, callback);
        return true;
    }
}
