package io.lambdaregistry.benchmarks.coldstart;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** A relay on the loopback in front of another port. It accepts TLS for a server that does not, and counts the connections. */
final class TlsRelay implements AutoCloseable {
    private final ServerSocket listening;
    private final int target;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger accepted = new AtomicInteger();

    private TlsRelay(ServerSocket listening, int target) {
        this.listening = listening;
        this.target = target;
    }

    /** @param listening accepts the connections: a server socket with or without TLS */
    static TlsRelay start(ServerSocket listening, int target) {
        TlsRelay relay = new TlsRelay(listening, target);
        Thread.ofVirtual().start(relay::accept);
        return relay;
    }

    static TlsRelay plain(int target) throws IOException {
        return start(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), target);
    }

    int port() {
        return listening.getLocalPort();
    }

    int open() {
        return open.get();
    }

    /** All connections so far, each with its handshake. */
    int accepted() {
        return accepted.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listening.accept();
                open.incrementAndGet();
                accepted.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(client));
            }
        } catch (IOException closed) {
            // the relay was closed
        }
    }

    private void serve(Socket client) {
        try (client;
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            Thread back = Thread.ofVirtual().start(() -> copy(server, client));
            copy(client, server);
            back.join();
        } catch (IOException brokenOff) {
            // the measured process has been ended
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.decrementAndGet();
        }
    }

    private static void copy(Socket from, Socket to) {
        try (InputStream in = from.getInputStream()) {
            in.transferTo(to.getOutputStream());
        } catch (IOException brokenOff) {
            // one of the two sides has closed the connection
        } finally {
            close(from);
            close(to);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // closed in any case
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
