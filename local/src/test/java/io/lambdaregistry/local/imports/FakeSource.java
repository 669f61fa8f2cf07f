package io.lambdaregistry.local.imports;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;

/** A source that returns only the responses that a test defines. */
final class FakeSource implements AutoCloseable {
    private record Reply(int status, String body) {}

    private final HttpServer server;
    private final Map<String, Queue<Reply>> once = new ConcurrentHashMap<>();
    private final Map<String, Reply> always = new ConcurrentHashMap<>();

    FakeSource() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
        answers("/version", 200, "3.17.2");
        answers("/api/2.0/mlflow/experiments/search", "{}");
        answers("/api/2.0/mlflow/registered-models/search", "{}");
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    void answers(String path, String body) {
        answers(path, 200, body);
    }

    void answers(String path, int status, String body) {
        always.put(path, new Reply(status, body));
    }

    /** Before what it answers always. */
    void answersOnce(String path, int status, String body) {
        once.computeIfAbsent(path, first -> new ConcurrentLinkedQueue<>()).add(new Reply(status, body));
    }

    /** Does with each request what a test wants, as only a source of ill will does. */
    void handles(String path, HttpHandler handler) {
        server.createContext(path, exchange -> {
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                handler.handle(exchange);
            }
        });
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        Reply first = once.getOrDefault(path, new ConcurrentLinkedQueue<>()).poll();
        Reply reply = first == null ? always.getOrDefault(path, new Reply(404, "no such page")) : first;
        byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
