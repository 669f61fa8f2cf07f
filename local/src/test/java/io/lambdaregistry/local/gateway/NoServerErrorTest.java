package io.lambdaregistry.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.lambdaregistry.local.LocalRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A whole registry returns no 5xx, whatever request it gets: MLflow's clients retry such a request for minutes. */
class NoServerErrorTest {
    private static final List<String> METHODS = List.of(
            "GET",
            "HEAD",
            "POST",
            "PUT",
            "PATCH",
            "DELETE",
            "OPTIONS",
            "TRACE",
            "CONNECT",
            "PROPFIND",
            "get",
            "X-Y",
            "G@T");

    /** In place of a variable of a path. */
    private static final List<String> SEGMENTS = List.of(
            "%00",
            "%ff",
            "%",
            "%zz",
            "c%2Fb",
            "..",
            "%2e%2e",
            ".",
            "a;b=c",
            "a%3Bb%3Fc",
            "%23",
            "%0d%0a",
            "\u00e4",
            "%E2%82%AC",
            "%ED%A0%80",
            "'",
            "a+b",
            "\\",
            "{x}",
            "|",
            "^",
            "0",
            "-1",
            "99999999999999999999",
            "x".repeat(300),
            "x".repeat(20_000),
            "%41".repeat(5_000),
            "%25".repeat(200) + "2e",
            "b/".repeat(600) + "c",
            "/");

    private static final List<String> QUERIES = List.of(
            "",
            "?",
            "?&&&",
            "?=",
            "?=x",
            "?a",
            "?%",
            "?%ff=%ff",
            "?%00=%00",
            "?\u00e4=\u00e4",
            "?a=1&a=2&a=%",
            "?" + "a=1&".repeat(8_000),
            "?" + "x".repeat(40_000) + "=1",
            "?a=" + "x".repeat(40_000),
            "?" + "%41".repeat(9_000) + "=1",
            "?path=..%2f..",
            "?path=%00",
            "?path=.",
            "?run_id=%ED%A0%80&path=%25",
            "?max_results=-1",
            "?max_results=1e9999",
            "?max_results=99999999999999999999",
            "?page_token=x",
            "?page_token=%00",
            "?filter='",
            "?filter=name%20LIKE%20'%",
            "?order_by=%27",
            "?name=%00",
            "?name=" + "a".repeat(5_000),
            "?name=a&version=x",
            "?name=a&version=99999999999999999999",
            "?experiment_id=x",
            "?experiment_id=99999999999999999999",
            "?a=//b?c#d");

    private static final List<String> HEADERS = List.of(
            "X: " + "x".repeat(50_000),
            "X: " + "x".repeat(70_000),
            "X".repeat(50_000) + ": x",
            "X: x\r\n".repeat(3_000) + "Y: y",
            manyNames(),
            "Empty:",
            ": x",
            "NoColon",
            "X:\r\n folded",
            "X: \u00e4\u00ff",
            "Cookie: ;;;=;a",
            "Cookie:",
            "Host: localhost:x",
            "Host: localhost:99999",
            "User-Agent:",
            "Accept-Encoding: nonsense;q=x",
            "Range: bytes=0-",
            "Range: bytes=" + "9".repeat(5_000) + "-",
            "If-Range: x",
            "Expect: 100-continue",
            "Expect: nonsense",
            "Content-Length: -1",
            "Content-Length: x",
            "Content-Length: 99999999999999999999",
            "Content-Length: 1\r\nContent-Length: 2",
            "Transfer-Encoding: gzip",
            "Transfer-Encoding: gzip, chunked",
            "Transfer-Encoding: chunked\r\nContent-Length: 3",
            "Transfer-Encoding: nonsense",
            "Content-Encoding: gzip",
            "Content-Type: nonsense",
            "Content-Type: application/json; charset=nonsense",
            "Content-Type:",
            "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA",
            "Upgrade: websocket\r\nConnection: Upgrade",
            "Origin: null",
            "Origin: http://localhost",
            "X-MLflow-Delivery-Id: 1",
            "Authorization: Basic x",
            "Forwarded: for=x",
            "X-Forwarded-For: x",
            "Trailer: X",
            "TE: trailers");

    private static final List<String> BODIES = List.of(
            "",
            "{",
            "[]",
            "null",
            "\"text\"",
            "5",
            "{}",
            "{\"name\": \"\u0000\"}",
            "{\"name\": \"\\u0000\"}",
            "{\"name\": \"\\ud800\"}",
            "{\"name\": 1e99999}",
            "{\"name\": " + "9".repeat(20_000) + "}",
            "[".repeat(5_000),
            "{\"a\":".repeat(5_000),
            "\u00ff\u00fe\u00fd",
            "\u00ef\u00bb\u00bf{}",
            "{\"" + "x".repeat(60_000) + "\": 1}",
            "{\"name\": {}}",
            "{\"name\": [[]]}",
            "{\"a\": 1, \"a\": 2}",
            "NaN",
            "{\"name\": NaN}",
            " ".repeat(100_000),
            "name=a&b=c",
            "--x\r\n\r\n--x--");

    private static final List<String> CHUNKED = List.of(
            "0\r\n\r\n",
            "2\r\n{}\r\n0\r\n\r\n",
            "2;ext=x\r\n{}\r\n0\r\nTrailer: x\r\n\r\n",
            "zz\r\n",
            "-1\r\n",
            "ffffffffffffffff\r\n{}",
            "2\r\n{}0\r\n",
            "2\n{}\n0\n\n",
            "7fffffff\r\n{}",
            "1\r\n{\r\n",
            "");

    private static LocalRegistry registry;

    @BeforeAll
    static void start() {
        registry = LocalRegistry.inMemory();
    }

    @AfterAll
    static void stop() {
        registry.close();
    }

    private static String manyNames() {
        StringBuilder headers = new StringBuilder("X: x");
        for (int i = 0; i < 2_000; i++) {
            headers.append("\r\nX-").append(i).append(": y");
        }
        return headers.toString();
    }

    /** What the registry says to these very bytes, whose sender sends nothing else. */
    private static String status(String request) throws IOException {
        try (Socket socket = RawHttp.connect(registry.uri())) {
            try {
                RawHttp.send(socket, request);
                socket.shutdownOutput();
            } catch (IOException refusedBeforeItsEnd) {
                // the answer is on its way all the same, or the connection was closed, which is no answer
            }
            return statusLine(socket.getInputStream());
        } catch (IOException closed) {
            return "closed";
        }
    }

    private static String statusLine(InputStream answer) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = answer.read(); b >= 0 && b != '\r' && line.length() < 100; b = answer.read()) {
            line.append((char) b);
        }
        return line.toString();
    }

    private static void isNoServerError(String request) throws IOException {
        String status = status(request);
        assertThat(status)
                .as(request.substring(0, Math.min(request.length(), 300)))
                .doesNotStartWith("HTTP/1.1 5")
                .doesNotStartWith("HTTP/1.0 5");
    }

    private static String request(String method, String target, String header, String body) {
        boolean sized = header.contains("Content-Length") || header.contains("Transfer-Encoding");
        return method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n"
                + (header.startsWith("Content-Type") ? "" : "Content-Type: application/json\r\n")
                + (header.isEmpty() ? "" : header + "\r\n")
                + (sized ? "" : "Content-Length: " + body.length() + "\r\n")
                + "Connection: close\r\n\r\n" + body;
    }

    /** All but those of workspaces: MLflow answers 503 too, where they are disabled. */
    static Stream<Route> routes() {
        return Template.routes().all().stream()
                .filter(route -> !route.path().text().contains("workspaces"));
    }

    private static String target(Route route, String variable) {
        return route.path()
                .text()
                .replace("{api}", "api")
                .replaceAll("\\{[^}]*}", java.util.regex.Matcher.quoteReplacement(variable));
    }

    private static String methodOf(Route route) {
        return route.method().equals(Route.ANY) ? "GET" : route.method();
    }

    @ParameterizedTest
    @MethodSource("routes")
    void onAnyRoute(Route route) throws IOException {
        Random random = new Random(route.key().hashCode());
        String target = target(route, "one");
        String method = methodOf(route);
        isNoServerError(request(method, target, "", ""));
        if (target.contains("one")) {
            for (String segment : SEGMENTS) {
                isNoServerError(request(method, target(route, segment), "", "{}"));
            }
        }
        List<String> bodies = method.equals("GET") || method.equals("HEAD") ? List.of("{") : BODIES;
        for (String body : bodies) {
            isNoServerError(request(method, target, "", body));
        }
        for (int i = 0; i < 20; i++) {
            isNoServerError(request(
                    any(METHODS, random),
                    target(route, any(SEGMENTS, random)) + any(QUERIES, random),
                    any(HEADERS, random),
                    any(BODIES, random)));
        }
        if (method.equals("GET")) {
            for (String query : QUERIES) {
                isNoServerError(request(method, target + query, "", ""));
            }
        }
    }

    @Test
    void forAFileWhoseNameIsAFolderOfOthers() throws IOException {
        String files = "/api/2.0/mlflow-artifacts/artifacts/";
        for (List<String> names :
                List.of(List.of("f/a", "f/a/b"), List.of("g/a/b", "g/a"), List.of("h/a/b/c", "h/a"))) {
            for (String name : names) {
                isNoServerError(request("PUT", files + name, "", "x"));
            }
            for (String name : names) {
                isNoServerError(request("GET", files + name, "", ""));
                isNoServerError(request("GET", files.substring(0, files.length() - 1) + "?path=" + name, "", ""));
                isNoServerError(request("DELETE", files + name, "", ""));
                isNoServerError(request("GET", files + name, "", ""));
            }
        }
    }

    private static String any(List<String> choices, Random random) {
        return choices.get(random.nextInt(choices.size()));
    }

    static Stream<String> targets() {
        return Stream.of(
                "/health",
                "/api/2.0/mlflow/registered-models/create",
                "/api/2.0/mlflow/registered-models/search",
                "/api/2.0/mlflow-artifacts/artifacts/two/b",
                "/nope");
    }

    @ParameterizedTest
    @MethodSource("targets")
    void forAnyHead(String target) throws IOException {
        for (String method : METHODS) {
            isNoServerError(request(method, target, "", ""));
            for (String header : HEADERS) {
                isNoServerError(request(method, target, header, ""));
            }
        }
        for (String chunks : CHUNKED) {
            isNoServerError(request("POST", target, "Transfer-Encoding: chunked", chunks));
            isNoServerError(request("PUT", target, "Transfer-Encoding: chunked", chunks));
        }
    }

    @Test
    void forWhatIsHardlyHttp() throws IOException {
        List<String> requests = new ArrayList<>(List.of(
                "",
                "\r\n\r\n",
                "nonsense\r\n\r\n",
                "GET /\r\n\r\n",
                "GET / HTTP/0.9\r\n\r\n",
                "GET / HTTP/2.0\r\n\r\n",
                "GET / HTTP/9.9\r\nHost: localhost\r\n\r\n",
                "GET /health HTTP/1.0\r\n\r\n",
                "GET /version HTTP/1.0\r\n\r\n",
                "GET /health HTTP/1.1\r\nHost:\r\n\r\n",
                "GET /health HTTP/1.1\r\nHost: [::1\r\n\r\n",
                "GET /health HTTP/1.1\r\nHost: a b\r\n\r\n",
                "GET  /health HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET http://localhost/health HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET http:// HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET //evil.example/health HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET //// HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET * HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "CONNECT localhost:1 HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                "GET /%u0041 HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /" + "a".repeat(100_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "A".repeat(100_000),
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003"));
        Random random = new Random(16);
        String whole = request("POST", "/api/2.0/mlflow/registered-models/create", "X: y", "{\"name\": \"a\"}");
        for (int i = 0; i < 500; i++) {
            char[] bytes = whole.toCharArray();
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                bytes[random.nextInt(bytes.length)] = (char) random.nextInt(256);
            }
            requests.add(new String(bytes));
        }
        for (String request : requests) {
            isNoServerError(request);
        }
    }
}
