package io.lambdaregistry.local;

import io.lambdaregistry.local.data.StartException;
import io.lambdaregistry.local.gateway.Gateway;
import io.lambdaregistry.local.mlflowpage.Api;
import io.lambdaregistry.local.mlflowpage.MlflowPage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.server.Handler;

/** The HTTP server of an API: it serves MLflow's own page, where one is given, and the API. */
public final class HttpFront {
    private HttpFront() {}

    /**
     * @param mlflowPage the files of MLflow's own page; empty where it is not served
     * @param pageApi the API that the page's GraphQL endpoint calls
     * @param handler answers every request that the page does not
     * @throws StartException where the address is in use or invalid, or the page cannot be read
     */
    public static Gateway start(Gateway.Address address, Optional<Path> mlflowPage, Api pageApi, Handler handler)
            throws StartException {
        List<Handler> handlers = new ArrayList<>();
        if (mlflowPage.isPresent()) {
            handlers.add(page(mlflowPage.get(), pageApi));
        }
        handlers.add(handler);
        try {
            return Gateway.start(address, handlers.toArray(Handler[]::new));
        } catch (IOException e) {
            throw new StartException(
                    "Cannot listen on " + address.host() + ":" + address.port() + ": " + StartException.reason(e) + ".",
                    e);
        }
    }

    private static MlflowPage page(Path files, Api api) throws StartException {
        try {
            return new MlflowPage(files, api);
        } catch (IOException e) {
            throw new StartException("MLflow's page cannot be read: " + StartException.reason(e) + ".", e);
        }
    }
}
