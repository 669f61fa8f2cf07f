package io.lambdaregistry.benchmarks.throughput;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import jdk.net.ExtendedSocketOptions;

/**
 * One persistent HTTP/1.1 connection. It does no more than the load needs, so that the generator leaves the machine to the
 * measured server.
 */
final class Connection implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 60_000;

    private final String host;
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    /** A response, read to its end. */
    record Answer(int status, String text) {}

    private Connection(String host, Socket socket) throws IOException {
        this.host = host;
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
        this.out = socket.getOutputStream();
    }

    static Connection to(URI server) throws IOException {
        Socket socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), TIMEOUT_MILLIS);
        return new Connection(server.getHost() + ":" + server.getPort(), socket);
    }

    Answer send(Call call) throws IOException {
        String head = call.method() + " " + call.target() + " HTTP/1.1\r\nHost: " + host + "\r\n";
        String request = call.method().equals("GET")
                ? head + "\r\n"
                : head + "Content-Type: application/json\r\nContent-Length: " + bytes(call.body()).length + "\r\n\r\n"
                        + call.body();
        out.write(bytes(request));
        acknowledgeAtOnce();
        return read();
    }

    /**
     * Makes Linux acknowledge at once. Otherwise it may delay an acknowledgement for 40 ms, and a server that sends a response
     * in two pieces waits as long with the second. Linux resets the option after a while, so it is set again.
     */
    private void acknowledgeAtOnce() throws IOException {
        if (socket.supportedOptions().contains(ExtendedSocketOptions.TCP_QUICKACK)) {
            socket.setOption(ExtendedSocketOptions.TCP_QUICKACK, true);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private Answer read() throws IOException {
        int status = Integer.parseInt(line().substring(9, 12));
        int length = -1;
        boolean chunked = false;
        for (String line = line(); !line.isEmpty(); line = line()) {
            String field = line.toLowerCase(Locale.ROOT);
            if (field.startsWith("content-length:")) {
                length = Integer.parseInt(field.substring(15).strip());
            } else if (field.startsWith("transfer-encoding:")) {
                chunked = field.endsWith("chunked");
            } else if (field.startsWith("connection:") && field.endsWith("close")) {
                throw new IOException("the server does not keep connections");
            }
        }
        return new Answer(status, new String(chunked ? chunks() : exactly(length), StandardCharsets.UTF_8));
    }

    private byte[] chunks() throws IOException {
        byte[] body = new byte[0];
        for (int size = chunkSize(); size > 0; size = chunkSize()) {
            int before = body.length;
            body = Arrays.copyOf(body, before + size);
            System.arraycopy(exactly(size), 0, body, before, size);
            line();
        }
        line();
        return body;
    }

    private int chunkSize() throws IOException {
        return Integer.parseInt(line().strip(), 16);
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the answer ended early");
        }
        return bytes;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the connection was closed");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
