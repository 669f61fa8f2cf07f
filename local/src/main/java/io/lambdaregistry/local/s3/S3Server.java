package io.lambdaregistry.local.s3;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.shaded.org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.gaul.shaded.org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.gaul.shaded.org.eclipse.jetty.http.HttpCompliance;
import org.gaul.shaded.org.eclipse.jetty.http.UriCompliance;
import org.gaul.shaded.org.eclipse.jetty.server.HttpConfiguration;
import org.gaul.shaded.org.eclipse.jetty.server.HttpConnectionFactory;
import org.gaul.shaded.org.eclipse.jetty.server.Server;
import org.gaul.shaded.org.eclipse.jetty.server.ServerConnector;
import org.gaul.shaded.org.eclipse.jetty.util.VirtualThreads;
import org.gaul.shaded.org.eclipse.jetty.util.thread.QueuedThreadPool;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;

/**
 * Serves S3 on a port of the loopback, like {@code S3Proxy}'s own server, except that it accepts signed requests only. It uses
 * the Jetty that S3Proxy contains, since S3Proxy is a servlet of that version.
 */
public final class S3Server implements AutoCloseable {
    private final Server server;
    private final ServerConnector connector;

    private S3Server(Server server, ServerConnector connector) {
        this.server = server;
        this.connector = connector;
    }

    /**
     * Starts to serve objects to clients with credentials.
     *
     * @param port 0 for any free one
     * @param stores the store of each access key
     * @throws Exception where it cannot listen on the port
     */
    public static S3Server start(String host, int port, Map<AwsBasicCredentials, BlobStore> stores) throws Exception {
        SignedS3 s3 = new SignedS3(stores);
        QueuedThreadPool threads = new QueuedThreadPool();
        threads.setName("s3");
        threads.setDaemon(true);
        // clients that are slow on purpose, however many, then hold no thread that others need
        threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("s3-request-"));
        Server server = new Server(threads);
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setHttpCompliance(HttpCompliance.LEGACY);
        configuration.setUriCompliance(UriCompliance.UNSAFE); // a key may consist of dots, slashes and percent signs
        configuration.setHeaderCacheCaseSensitive(true);
        configuration.setSendServerVersion(false);
        ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(configuration));
        connector.setHost(host);
        connector.setPort(port);
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler();
        context.addServlet(new ServletHolder(new S3Servlet(s3)), "/*");
        server.setHandler(context);
        server.setStopTimeout(0);
        try {
            server.start();
        } catch (Exception e) {
            server.stop();
            throw e;
        }
        return new S3Server(server, connector);
    }

    public int port() {
        return connector.getLocalPort();
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("S3 did not stop", e);
        }
    }

    private static final class S3Servlet extends HttpServlet {
        private static final long serialVersionUID = 1L;

        private final transient SignedS3 s3;

        S3Servlet(SignedS3 s3) {
            this.s3 = s3;
        }

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            s3.answer(request, response);
        }
    }
}
