package io.lambdaregistry.webhook;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A receiver of webhooks on the loopback, good or bad by its path. */
public final class Receiver implements AutoCloseable {
    private final HttpServer server;
    private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();

    /** How many of the next requests to {@code /failing} are answered 500. */
    public final AtomicInteger failures = new AtomicInteger();

    public record Delivery(String path, String id, String timestamp, String signature, String body) {}

    private Receiver(HttpServer server) {
        this.server = server;
    }

    public static Receiver start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        Receiver receiver = new Receiver(server);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", receiver::answer);
        server.start();
        return receiver;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (path.startsWith("/hanging")) {
            return; // neither answers nor ends
        }
        if (path.startsWith("/dripping")) {
            drip(exchange);
            return;
        }
        if (path.startsWith("/redirecting")) {
            exchange.getResponseHeaders().set("Location", "/redirected");
            exchange.sendResponseHeaders(307, -1);
            exchange.close();
            return;
        }
        if (path.startsWith("/failing") && failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            exchange.sendResponseHeaders(500, -1);
            exchange.close();
            return;
        }
        deliveries.add(new Delivery(
                path,
                header(exchange, "X-MLflow-Delivery-Id"),
                header(exchange, "X-MLflow-Timestamp"),
                header(exchange, "X-MLflow-Signature"),
                body));
        byte[] answer = "thanks".getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    /** A byte now and then, so that no time-out between bytes ends it. */
    private static void drip(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        try {
            while (true) {
                exchange.getResponseBody().write(' ');
                exchange.getResponseBody().flush();
                Thread.sleep(200);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String header(HttpExchange exchange, String name) {
        String value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }

    public String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    public List<Delivery> deliveries(String path) {
        return deliveries.stream()
                .filter(delivery -> delivery.path().equals(path))
                .toList();
    }

    /** Waits for that many, however long the machine takes. */
    public List<Delivery> await(String path, int count) throws InterruptedException {
        while (deliveries(path).size() < count) {
            Thread.sleep(20);
        }
        return deliveries(path);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
