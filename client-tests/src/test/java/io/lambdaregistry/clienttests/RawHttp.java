package io.lambdaregistry.clienttests;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** HTTP over a socket: the request target is sent byte for byte, whereas HTTP clients normalize it. */
final class RawHttp {
    private static final int TIMEOUT_MILLIS = 30_000;

    private RawHttp() {}

    static Answer send(URI server, String method, String target, String body) throws IOException {
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            OutputStream out = socket.getOutputStream();
            out.write(request(server, method, target, body).getBytes(StandardCharsets.UTF_8));
            out.flush();
            return parse(socket.getInputStream().readAllBytes());
        }
    }

    private static String request(URI server, String method, String target, String body) {
        return String.join(
                "\r\n",
                method + " " + target + " HTTP/1.1",
                "Host: " + server.getAuthority(),
                "Content-Type: application/json",
                "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length,
                "Connection: close",
                "",
                body);
    }

    private static Answer parse(byte[] answer) {
        String text = new String(answer, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            throw new AssertionError("not an HTTP answer: " + text);
        }
        String head = text.substring(0, end);
        String body = text.substring(end + 4);
        boolean chunked = head.toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked");
        byte[] content = (chunked ? joined(body) : body).getBytes(StandardCharsets.ISO_8859_1);
        return new Answer(Integer.parseInt(head.split(" ", 3)[1]), new String(content, StandardCharsets.UTF_8));
    }

    /** The chunks of a chunked body, put together; each char is a byte. */
    private static String joined(String chunked) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        int at = 0;
        for (int size = sizeAt(chunked, at); size > 0; size = sizeAt(chunked, at)) {
            int from = chunked.indexOf("\r\n", at) + 2;
            whole.writeBytes(chunked.substring(from, from + size).getBytes(StandardCharsets.ISO_8859_1));
            at = from + size + 2;
        }
        return whole.toString(StandardCharsets.ISO_8859_1);
    }

    private static int sizeAt(String chunked, int at) {
        return Integer.parseInt(
                chunked.substring(at, chunked.indexOf("\r\n", at)).trim(), 16);
    }
}
