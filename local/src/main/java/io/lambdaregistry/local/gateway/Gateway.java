package io.lambdaregistry.local.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * A local API Gateway: an HTTP server that calls the functions of a template with the events that API Gateway would send, and
 * returns their responses. Bodies are streamed both ways, so their size is not limited here.
 */
public final class Gateway implements AutoCloseable {
    private static final int MAX_HEAD_BYTES = 64 * 1024;

    /** The time for which a connection may be idle between two requests. */
    private static final long IDLE_MILLIS = 300_000;

    private static final long STOP_MILLIS = 5_000;

    /**
     * The threads that accept connections and select. Virtual threads handle requests, so slow clients, however many, do not
     * block others.
     */
    private static final int PLATFORM_THREADS = 8;

    private final Server server;
    private final ServerConnector connector;
    private final String host;

    private Gateway(Server server, ServerConnector connector, String host) {
        this.server = server;
        this.connector = connector;
        this.host = host;
    }

    /**
     * The address on which a gateway listens, and the host names it serves.
     *
     * @param port 0 for any free port
     * @param allowedHosts names that requests may have as Host, in addition to those of this machine's loopback and
     *     {@code host}, and in addition to IP addresses where the gateway is on the network; {@code *} for any
     */
    public record Address(String host, int port, Set<String> allowedHosts) {
        public static Address anyPort() {
            return new Address("127.0.0.1", 0, Set.of());
        }

        /** Whether other machines can reach it. */
        public boolean isOnNetwork() {
            try {
                return !InetAddress.getByName(host).isLoopbackAddress();
            } catch (UnknownHostException e) {
                return false; // an address that does not resolve cannot be reached
            }
        }
    }

    /**
     * Starts a gateway that calls the functions of these routes.
     *
     * @throws IOException where it cannot listen on the address
     */
    public static Gateway start(Address address, Routes routes, FunctionSource functions) throws IOException {
        return start(address, new GatewayHandler(routes, functions));
    }

    /**
     * Starts a server in which the first of these handlers that accepts a request answers it.
     *
     * @throws IOException where it cannot listen on the address
     */
    public static Gateway start(Address address, Handler... handlers) throws IOException {
        return start(address, SlowClients.Limits.DEFAULT, handlers);
    }

    static Gateway start(Address address, SlowClients.Limits limits, Handler... handlers) throws IOException {
        QueuedThreadPool threads = new QueuedThreadPool(PLATFORM_THREADS);
        threads.setName("gateway");
        threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("request-"));
        Server server = new Server(threads);
        ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http()));
        connector.setHost(address.host());
        connector.setPort(address.port());
        connector.setIdleTimeout(IDLE_MILLIS);
        connector.setAcceptQueueSize(1024);
        server.addConnector(connector);
        Handler guarded = new HostGuard(allowedHosts(address), new Handler.Sequence(handlers));
        SlowClients slowClients = new SlowClients(limits, server.getScheduler(), new GracefulHandler(guarded));
        connector.addBean(slowClients, false);
        server.setHandler(slowClients);
        server.setErrorHandler(new JsonErrors());
        server.setStopTimeout(STOP_MILLIS);
        connector.open();
        Gateway gateway = new Gateway(server, connector, address.host());
        try {
            server.start();
        } catch (Exception e) {
            gateway.close();
            throw new IOException("the HTTP server did not start", e);
        }
        return gateway;
    }

    /** Unusual paths are passed on undecoded: the functions reject them as MLflow does. */
    private static HttpConfiguration http() {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setUriCompliance(UriCompliance.UNSAFE);
        http.setRequestHeaderSize(MAX_HEAD_BYTES);
        return http;
    }

    private static AllowedHosts allowedHosts(Address address) throws IOException {
        Set<String> names = new HashSet<>(Set.of("localhost", "127.0.0.1", "[::1]"));
        names.add(inUri(address.host()).toLowerCase(Locale.ROOT));
        address.allowedHosts().forEach(name -> names.add(inUri(name).toLowerCase(Locale.ROOT)));
        return new AllowedHosts(address.isOnNetwork(), names);
    }

    private static String inUri(String host) {
        return host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
    }

    public URI uri() {
        return URI.create("http://" + inUri(host) + ":" + connector.getLocalPort());
    }

    /** Stops listening. Requests under way get a few seconds to end; then their connections are closed. */
    @Override
    public void close() {
        try {
            server.stop();
        } catch (TimeoutException brokenOff) {
            // a client was too slow to end in time
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException("the HTTP server did not stop", e);
        }
    }
}
