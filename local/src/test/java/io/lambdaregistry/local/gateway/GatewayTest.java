package io.lambdaregistry.local.gateway;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.lambdaregistry.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayTest {
    private static final HttpClient client = HttpClient.newHttpClient();
    private static Gateway gateway;
    private static URI server;

    @BeforeAll
    static void start() throws IOException {
        gateway = TestFunctions.start();
        server = gateway.uri();
    }

    @AfterAll
    static void stop() {
        client.close();
        gateway.close();
    }

    @Test
    void makesTheEventThatApiGatewayWouldMake() throws Exception {
        String response = RawHttp.exchange(server, """
                POST /api/2.0/event?parameter1=value1&parameter1=value2&parameter2=a%%20b+c%%26 HTTP/1.1
                Host: localhost:%d
                Header1: value1
                Header1: value2
                User-Agent: agent
                Cookie: cookie1=1; cookie2=2
                Content-Type: application/json; charset=utf-8
                Content-Length: 18
                Connection: close

                {"hello": "würld"}""".formatted(server.getPort())
                .replace("würld", new String("wörd".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1))
                .replace("\n", "\r\n"));
        Map<String, @Nullable Object> event = object(Json.parse(body(response).getBytes(StandardCharsets.ISO_8859_1)));

        assertThat(event)
                .containsEntry("version", "2.0")
                .containsEntry("routeKey", "POST /{api}/2.0/event")
                .containsEntry("rawPath", "/api/2.0/event")
                .containsEntry("rawQueryString", "parameter1=value1&parameter1=value2&parameter2=a%20b+c%26")
                .containsEntry("queryStringParameters", Map.of("parameter1", "value1,value2", "parameter2", "a b c&"))
                .containsEntry("pathParameters", Map.of("api", "api"))
                .containsEntry("isBase64Encoded", false)
                .containsEntry("body", "{\"hello\": \"wörd\"}");
        assertThat(event).containsEntry("cookies", List.of("cookie1=1", "cookie2=2"));
        assertThat(object(event.get("headers")))
                .containsEntry("header1", "value1,value2")
                .containsEntry("content-type", "application/json; charset=utf-8");
        Map<String, @Nullable Object> context = object(event.get("requestContext"));
        assertThat(context)
                .containsEntry("domainName", "localhost")
                .containsEntry("routeKey", "POST /{api}/2.0/event")
                .containsEntry("stage", "$default");
        assertThat(object(context.get("http")))
                .isEqualTo(Map.of(
                        "method", "POST",
                        "path", "/api/2.0/event",
                        "protocol", "HTTP/1.1",
                        "sourceIp", "127.0.0.1",
                        "userAgent", "agent"));
        assertThat(context.get("time")).asString().matches("\\d\\d/\\w{3}/\\d{4}:\\d\\d:\\d\\d:\\d\\d \\+0000");
        assertThat(context.get("timeEpoch")).isInstanceOf(Long.class);
    }

    @Test
    void hasTheFieldsOfAnEventFromTheAwsDocuments() throws Exception {
        Map<String, @Nullable Object> sample;
        try (InputStream file = requireNonNull(GatewayTest.class.getResourceAsStream("http-api-event.json"))) {
            sample = object(Json.parse(file.readAllBytes()));
        }
        Map<String, @Nullable Object> event =
                event(send("POST", "/api/2.0/event?a=1", "Hello", "text/plain", "Cookie", "a=1"));

        // no authorizer, certificate or stage variables here
        sample.remove("stageVariables");
        Map<String, @Nullable Object> sampleContext = object(sample.get("requestContext"));
        sampleContext.remove("authentication");
        sampleContext.remove("authorizer");
        assertThat(event.keySet()).containsExactlyInAnyOrderElementsOf(sample.keySet());
        assertThat(object(event.get("requestContext")).keySet())
                .containsExactlyInAnyOrderElementsOf(sampleContext.keySet());
        assertThat(object(object(event.get("requestContext")).get("http")).keySet())
                .containsExactlyInAnyOrderElementsOf(
                        object(sampleContext.get("http")).keySet());
    }

    @Test
    void sendsBytesAsBase64BehindAllElse() throws Exception {
        byte[] bytes = {(byte) 0xff, 0, 1, 2};
        HttpResponse<String> response = client.send(
                request("POST", "/api/2.0/event", BodyPublishers.ofByteArray(bytes))
                        .header("Content-Type", "application/octet-stream")
                        .build(),
                BodyHandlers.ofString());
        assertThat(event(response))
                .containsEntry("isBase64Encoded", true)
                .containsEntry("body", Base64.getEncoder().encodeToString(bytes));
        assertThat(response.body()).endsWith("\"isBase64Encoded\":true,\"body\":\"/wABAg==\"}");
    }

    @Test
    void sendsTextThatIsNotUtf8AsBase64() throws Exception {
        HttpResponse<String> response = client.send(
                request("POST", "/api/2.0/event", BodyPublishers.ofByteArray(new byte[] {(byte) 0xe4}))
                        .header("Content-Type", "text/csv")
                        .build(),
                BodyHandlers.ofString());
        assertThat(event(response)).containsEntry("isBase64Encoded", true).containsEntry("body", "5A==");
    }

    @Test
    void leavesTheBodyOutWhereThereIsNone() throws Exception {
        assertThat(event(send("POST", "/api/2.0/event", "", "application/json")))
                .containsEntry("isBase64Encoded", false)
                .doesNotContainKey("body");
        assertThat(event(send("GET", "/api/2.0/event", null, null))).doesNotContainKey("body");
    }

    @Test
    void takesEmptyAndOtherChunkedBodies() throws Exception {
        String head =
                "PUT /bytes/0 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n";
        assertThat(body(RawHttp.exchange(server, head + "0\r\n\r\n"))).isEqualTo("0");
        try (Gateway fresh = TestFunctions.start()) {
            assertThat(body(RawHttp.exchange(fresh.uri(), head + "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")))
                    .isEqualTo("5");
        }
    }

    @Test
    void decodesPathVariablesOnce() throws Exception {
        Map<String, @Nullable Object> event = event(RawHttp.get(server, "/api/2.0/event/a%252e%2Fb+c/%E2%82%AC"));
        assertThat(event).containsEntry("pathParameters", Map.of("api", "api", "path", "a%2e/b+c/€"));
        assertThat(event).containsEntry("rawPath", "/api/2.0/event/a%2e/b+c/€");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "../../passwd | ../../passwd",
                "x/../../../bytes/5 | x/../../../bytes/5",
                "%2e%2e/%2e%2e/x | ../../x",
                "%252e%252e%252fx/y | %2e%2e%2fx/y",
                "..%2f..%5c/x | ../..\\/x",
                "..\\..\\x/y | ..\\..\\x/y",
                "a//b | a//b",
                "/etc/passwd | /etc/passwd",
                "a;b=c/d;e | a;b=c/d;e",
                "./a/. | ./a/.",
                "a/b%23c | a/b#c",
                "a/b%3fc | a/b?c",
                "a/%5c%5c | a/\\\\",
            })
    void leavesOddPathsToTheFunctions(String sent, String seen) throws Exception {
        Map<String, @Nullable Object> event = event(RawHttp.get(server, "/api/2.0/event/" + sent));
        assertThat(event).containsEntry("routeKey", "GET /{api}/2.0/event/{path+}");
        assertThat(object(event.get("pathParameters"))).containsEntry("path", seen);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/2.0/event/../../../../etc/passwd",
                "/..",
                "/%2e%2e/api/2.0/event",
                "/api/2.0/event/a/b%00c",
                "/api/2.0/event/%zz",
                "/api/2.0/event/%",
                "/api/2.0/event/a/%e4",
                "/api/2.0/event/%c0%ae",
            })
    void refusesPathsThatClimbOverTheRootHoldANulOrCannotBeDecoded(String path) throws Exception {
        assertThat(RawHttp.get(server, path))
                .startsWith("HTTP/1.1 400")
                .contains("\"error_code\":\"INVALID_PARAMETER_VALUE\",\"message\":\"Invalid path\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nope", "/", "/x/../api/2.0/event", "http://localhost/nope"})
    void answersUnknownRoutesInMlflowsShape(String target) throws Exception {
        String response = RawHttp.get(server, target);
        assertThat(response).startsWith("HTTP/1.1 404").contains("application/json");
        assertThat(object(Json.parse(body(response).getBytes(StandardCharsets.UTF_8))))
                .containsEntry("error_code", "ENDPOINT_NOT_FOUND")
                .containsEntry("error_class", "ENDPOINT_NOT_FOUND")
                .containsEntry("sqlstate", "KAM00")
                .containsKey("message");
    }

    @Test
    void saysWhichMethodsAPathTakes() throws Exception {
        HttpResponse<String> response = send("DELETE", "/api/2.0/event", null, null);
        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow")).hasValue("GET, POST");
        assertThat(response.body()).contains("\"error_code\":\"BAD_REQUEST\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"atOnce", "withAnError", "malformed", "empty"})
    void answersACrashWithoutWhatIsBehindIt(String how) throws Exception {
        HttpResponse<String> response = send("GET", "/failing/" + how, null, null);
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body())
                .contains("\"error_code\":\"INTERNAL_ERROR\"")
                .doesNotContain("secret", "Exception", "at io.");
    }

    @Test
    void passesOnWhatAFunctionAnswers() throws Exception {
        HttpResponse<String> response = send("GET", "/failing/unavailable", null, null);
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).isEqualTo("not now");
        assertThat(response.headers().firstValue("Content-Length")).hasValue("7");
        assertThat(response.headers().firstValue("Server")).isEmpty();
    }

    @Test
    void answersHeadAsGetWithoutABody() throws Exception {
        HttpResponse<String> small = send("HEAD", "/bytes/10", null, null);
        HttpResponse<String> large = send("HEAD", "/bytes/5000000", null, null);
        assertThat(small.statusCode()).isEqualTo(200);
        assertThat(small.headers().firstValue("Content-Length")).hasValue("10");
        assertThat(large.headers().firstValue("Content-Length")).hasValue("5000000");
        assertThat(large.body()).isEmpty();
    }

    @Test
    void keepsConnectionsAlive() throws Exception {
        try (Socket socket = RawHttp.connect(server)) {
            for (int i = 0; i < 3; i++) {
                RawHttp.send(socket, "GET /bytes/3 HTTP/1.1\r\nHost: localhost\r\n\r\n");
                assertThat(RawHttp.readHead(socket.getInputStream())).startsWith("HTTP/1.1 200");
                assertThat(socket.getInputStream().readNBytes(3)).containsExactly(0, 1, 2);
            }
        }
    }

    @Test
    void asksForTheBodyOfAClientThatWaits() throws Exception {
        try (Socket socket = RawHttp.connect(server)) {
            RawHttp.send(socket, RawHttp.request("PUT /bytes/0", "Expect: 100-continue", "Content-Length: 3"));
            assertThat(RawHttp.readHead(socket.getInputStream())).startsWith("HTTP/1.1 100");
            RawHttp.send(socket, "abc");
            assertThat(RawHttp.readHead(socket.getInputStream())).startsWith("HTTP/1.1 200");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense\r\n\r\n",
                "GET / HTTP/9.9\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                "GET /a b HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "PUT /bytes/1 HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n",
                "PUT /bytes/1 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "PUT /bytes/1 HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            })
    void refusesMalformedHttpWithoutItsInternals(String request) throws Exception {
        assertThat(RawHttp.exchange(server, request))
                .matches("(?s)HTTP/1\\.[01] [45]\\d\\d .*")
                .doesNotContain("Exception", "jetty", "Jetty", "<html");
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "evil.example:8081", "localhost.evil.example", "127.0.0.1.nip.io", "[::2]"})
    void refusesHostsOfOthers(String host) throws Exception {
        String response = RawHttp.exchange(
                server, "GET /api/2.0/event HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
        assertThat(response).startsWith("HTTP/1.1 403").contains("\"error_code\":\"PERMISSION_DENIED\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:1", "127.0.0.1", "127.0.0.1:8081", "[::1]", "[::1]:8081"})
    void takesHostsOfThisMachine(String host) throws Exception {
        assertThat(RawHttp.exchange(
                        server, "GET /api/2.0/event HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @CsvSource({
        "POST, http://evil.example, 403",
        "POST, null, 403",
        "POST, http://localhost:1, 403",
        "POST, http://localhost:8081, 200",
        "GET, http://evil.example, 200",
    })
    void letsOnlyItsOwnPagesChangeAnything(String method, String origin, int status) throws Exception {
        assertThat(RawHttp.exchange(
                        server,
                        method + " /api/2.0/event HTTP/1.1\r\nHost: localhost:8081\r\nOrigin: " + origin
                                + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 " + status);
    }

    /** A name may be rebound to this machine; an address of IP is what it is. */
    @ParameterizedTest
    @CsvSource({
        "'', registry.example, 403",
        "'', 127.0.0.1.nip.io, 403",
        "'', 1.2.3.4.evil.example, 403",
        "'', 0x7f.1, 403",
        "'', 192.168.1.7:8081, 200",
        "'', [fd00::7]:8081, 200",
        "'', localhost, 200",
        "registry.example, registry.example, 200",
        "registry.example, Registry.Example:8081, 200",
        "registry.example, other.example, 403",
        "registry.example, 192.168.1.7, 200",
        "*, other.example, 200",
    })
    void onTheNetworkNamesAreNeeded(String allowed, String host, int status) throws Exception {
        try (Gateway network = onNetwork(allowed.isEmpty() ? Set.of() : Set.of(allowed))) {
            assertThat(RawHttp.exchange(
                            local(network),
                            "GET /api/2.0/event HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 " + status);
        }
    }

    /** A pod is asked under its address, a service under its name, and old probes send no Host at all. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /health HTTP/1.1\r\nHost: 10.1.2.3:8081\r\nConnection: close\r\n\r\n",
                "GET /health HTTP/1.1\r\nHost: registry.models.svc.cluster.local\r\nConnection: close\r\n\r\n",
                "GET /version HTTP/1.1\r\nHost: registry\r\nConnection: close\r\n\r\n",
                "GET /health HTTP/1.0\r\n\r\n",
            })
    void probesAreAnsweredUnderAnyName(String request) throws Exception {
        // there is no such function here: that it is not found shows that the guard let it through
        assertThat(RawHttp.exchange(server, request)).contains(" 404 ", "No API found");
        assertThat(RawHttp.exchange(
                        server, request.replace("/health", "/api/2.0/event").replace("/version", "/x")))
                .contains(" 403 ");
    }

    @ParameterizedTest
    @CsvSource({
        "//api/2.0/event, GET /{api}/2.0/event, null",
        "///api/2.0/event?a=//b, GET /{api}/2.0/event, null",
        "/api//2.0///event, GET /{api}/2.0/event, null",
        "//api//2.0/event//etc/passwd, GET /{api}/2.0/event/{path+}, /etc/passwd",
        "//api/2.0/event/a//b, GET /{api}/2.0/event/{path+}, a//b",
        "//api/2.0/event/../x, GET /{api}/2.0/event/{path+}, ../x",
    })
    void slashesOfATrackingUriThatEndsInOneDoNoHarm(String target, String route, String path) throws Exception {
        Map<String, @Nullable Object> event = event(RawHttp.get(server, target));
        assertThat(event).containsEntry("routeKey", route);
        assertThat(String.valueOf(object(event.get("pathParameters")).get("path")))
                .isEqualTo(path);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/2.0/event, 'GET, HEAD, OPTIONS, POST'",
        "/bytes/5, 'GET, HEAD, OPTIONS, PUT'",
        "*, 'DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT'",
    })
    void namesTheMethodsOfAPathInAllow(String target, String allowed) throws Exception {
        assertThat(RawHttp.exchange(server, RawHttp.request("OPTIONS " + target)))
                .startsWith("HTTP/1.1 204")
                .containsIgnoringCase("\r\nallow: " + allowed + "\r\n");
        assertThat(RawHttp.exchange(server, RawHttp.request("OPTIONS /nope"))).startsWith("HTTP/1.1 404");
    }

    @Test
    void decodesWhatIsEscapedBesideAStrayPercentSign() throws Exception {
        Map<String, @Nullable Object> event = event(RawHttp.get(server, "/api/2.0/event?filter=name%20LIKE%20'm%'"));
        assertThat(event)
                .containsEntry("rawQueryString", "filter=name%20LIKE%20'm%'")
                .containsEntry("queryStringParameters", Map.of("filter", "name LIKE 'm%'"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/2.0/event", "/nope", "/failing/atOnce", "/bytes/5000000", "/api/2.0/event/%zz"})
    void nothingMayBeFramedByAnotherSite(String path) throws Exception {
        assertThat(RawHttp.get(server, path).toLowerCase(Locale.ROOT))
                .contains("x-frame-options: sameorigin", "frame-ancestors 'self'", "x-content-type-options: nosniff");
    }

    private static Gateway onNetwork(Set<String> allowedHosts) throws IOException {
        return Gateway.start(
                new Gateway.Address("0.0.0.0", 0, allowedHosts), TestFunctions.routes(), new TestFunctions());
    }

    private static URI local(Gateway gateway) {
        return URI.create("http://127.0.0.1:" + gateway.uri().getPort());
    }

    private static HttpRequest.Builder request(String method, String path, BodyPublisher body) {
        return HttpRequest.newBuilder(server.resolve(path)).method(method, body);
    }

    private static HttpResponse<String> send(
            String method, String path, @Nullable String body, @Nullable String type, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                request(method, path, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (type != null) {
            request.header("Content-Type", type);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static Map<String, @Nullable Object> event(HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(200);
        return object(Json.parse(response.body().getBytes(StandardCharsets.UTF_8)));
    }

    private static Map<String, @Nullable Object> event(String response) {
        assertThat(response).startsWith("HTTP/1.1 200");
        return object(Json.parse(body(response).getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static String body(String response) {
        return response.substring(response.indexOf("\r\n\r\n") + 4);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, @Nullable Object> object(@Nullable Object json) {
        return (Map<String, @Nullable Object>) requireNonNull(json);
    }
}
