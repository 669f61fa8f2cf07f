package io.lambdaregistry.webhook;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Receivers, one for each path. Each in turn is good, slow, failing, redirecting and hanging, and no two are in the same state
 * at the same time. They record what they receive.
 */
final class TurningReceiver implements AutoCloseable {
    private enum Mood {
        GOOD,
        SLOW,
        FAILING,
        REDIRECTING,
        HANGING
    }

    private final HttpServer server;
    private final Duration turn;
    private final Map<String, List<String>> ids = new ConcurrentHashMap<>();
    private final AtomicInteger refused = new AtomicInteger();
    private volatile boolean goodForever;

    private TurningReceiver(HttpServer server, Duration turn) {
        this.server = server;
        this.turn = turn;
    }

    static TurningReceiver start(Duration turn) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_000);
        TurningReceiver receiver = new TurningReceiver(server, turn);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", receiver::answer);
        server.start();
        return receiver;
    }

    String url(int number) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + number;
    }

    /** So that the remaining events are delivered soon. */
    void beGood() {
        goodForever = true;
    }

    /** The ids of the deliveries that came to a path, in the order in which they came. */
    List<String> ids(int number) {
        return ids.getOrDefault("/" + number, List.of());
    }

    int refused() {
        return refused.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        exchange.getRequestBody().readAllBytes();
        switch (mood(path)) {
            case GOOD -> take(exchange, path);
            case SLOW -> {
                sleep(50);
                take(exchange, path);
            }
            case FAILING -> refuse(exchange, 503);
            case REDIRECTING -> {
                exchange.getResponseHeaders().set("Location", url(99));
                refuse(exchange, 307);
            }
            case HANGING -> refused.incrementAndGet(); // neither answers nor ends
        }
    }

    private Mood mood(String path) {
        if (goodForever) {
            return Mood.GOOD;
        }
        long turns = System.currentTimeMillis() / turn.toMillis() + Integer.parseInt(path.substring(1));
        return Mood.values()[(int) (turns % Mood.values().length)];
    }

    private void take(HttpExchange exchange, String path) throws IOException {
        ids.computeIfAbsent(path, first -> Collections.synchronizedList(new ArrayList<>()))
                .add(exchange.getRequestHeaders().getFirst("X-MLflow-Delivery-Id"));
        exchange.sendResponseHeaders(204, -1);
        exchange.close();
    }

    private void refuse(HttpExchange exchange, int status) throws IOException {
        refused.incrementAndGet();
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
