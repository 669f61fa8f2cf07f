package io.lambdaregistry.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlowClientsTest {
    /** More than a pool of threads has. */
    private static final int MANY = 1_000;

    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final int LEAST_RATE = 4_000;

    private Gateway gateway;
    private URI server;
    private final List<Socket> clients = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        gateway = Gateway.start(
                Gateway.Address.anyPort(),
                new SlowClients.Limits(SHORT, SHORT, LEAST_RATE),
                new GatewayHandler(TestFunctions.routes(), new TestFunctions()));
        server = gateway.uri();
    }

    @AfterEach
    void stop() throws IOException {
        for (Socket client : clients) {
            client.close();
        }
        gateway.close();
    }

    private Socket connect() throws IOException {
        Socket socket = RawHttp.connect(server);
        clients.add(socket);
        return socket;
    }

    @Test
    void howeverManyAreSlowTheOthersAreAnswered() throws Exception {
        try (Gateway patient = TestFunctions.start()) {
            server = patient.uri();
            for (int i = 0; i < MANY; i++) {
                Socket client = connect();
                RawHttp.send(
                        client,
                        switch (i % 4) {
                            case 0 -> RawHttp.request("PUT /bytes/0", "Content-Length: 100") + "x";
                            case 1 ->
                                RawHttp.request(
                                                "POST /api/2.0/event",
                                                "Content-Type: text/plain",
                                                "Content-Length: 100")
                                        + "x";
                            case 2 -> RawHttp.request("GET /bytes/20000000");
                            default -> "GET /bytes/1 HTTP/1.1\r\nHost: ";
                        });
            }
            for (int i = 0; i < 3; i++) {
                assertThat(RawHttp.get(server, "/bytes/5")).startsWith("HTTP/1.1 200");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "G",
                "GET /bytes/1 HTTP/1.1\r\nHost: localhost\r\n",
                "PUT /bytes/0 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n",
                "PUT /bytes/0 HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n",
                "POST /api/2.0/event HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 9000\r\n\r\n",
                "POST /nope HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 9000\r\n\r\n",
            })
    void aClientThatIsSilentOrSendsAByteNowAndThenIsDisconnected(String beginning) throws Exception {
        assertThat(isLeft(beginning, "")).isTrue();
        assertThat(isLeft(beginning, beginning.contains("chunked") ? "1\r\nx\r\n" : "x"))
                .isTrue();
    }

    /** Whether a client that goes on sending this, once in a while, is cut off soon. */
    private boolean isLeft(String beginning, String more) throws IOException, InterruptedException {
        Socket client = connect();
        client.setSoTimeout(200);
        RawHttp.send(client, beginning);
        long end = System.nanoTime() + Duration.ofSeconds(15).toNanos();
        while (System.nanoTime() < end) {
            try {
                RawHttp.send(client, more);
                if (client.getInputStream().read() < 0) {
                    return true;
                }
            } catch (java.net.SocketTimeoutException stillOpen) {
                // it has some patience
            } catch (IOException reset) {
                return true;
            }
        }
        return false;
    }

    @Test
    void aClientThatDoesNotReadItsDownloadIsDisconnected() throws Exception {
        Socket client = connect();
        RawHttp.send(client, RawHttp.request("GET /bytes/50000000"));
        InputStream answer = client.getInputStream();
        RawHttp.readHead(answer);
        // a first piece of the answer is written at once, and has the time that the least rate allows for it
        Thread.sleep(SHORT.plusSeconds(2 + 2 * 65_536 / LEAST_RATE));
        long left = 0;
        try {
            byte[] buffer = new byte[1 << 16];
            for (int count = answer.read(buffer); count >= 0; count = answer.read(buffer)) {
                left += count;
            }
        } catch (IOException reset) {
            // as good as an end
        }
        assertThat(left).isLessThan(50_000_000);
    }

    @ParameterizedTest
    @CsvSource({"100, 40", "2000, 400"})
    void aSlowTransferThatGetsOnMayTakeItsTime(int bytes, int millis) throws Exception {
        int pieces = 4_000 / millis;
        Socket upload = connect();
        RawHttp.send(upload, RawHttp.request("PUT /bytes/0", "Content-Length: " + pieces * bytes * 4));
        for (int i = 0; i < pieces; i++) {
            upload.getOutputStream().write(new byte[bytes * 4]);
            Thread.sleep(millis);
        }
        assertThat(RawHttp.readHead(upload.getInputStream())).startsWith("HTTP/1.1 200");
    }

    /** The function works for longer than a client may be silent, and the client has nothing to send meanwhile. */
    @Test
    void aClientThatWaitsForTheRegistryIsNotSlow() throws Exception {
        try (Gateway slow = Gateway.start(
                Gateway.Address.anyPort(),
                new SlowClients.Limits(SHORT, SHORT, LEAST_RATE),
                new GatewayHandler(TestFunctions.routes(), route -> (input, output, context) -> {
                    input.readAllBytes();
                    try {
                        Thread.sleep(SHORT.multipliedBy(3));
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                    TestFunctions.text(output, 200, "late");
                }))) {
            assertThat(RawHttp.get(slow.uri(), "/bytes/5")).startsWith("HTTP/1.1 200");
            assertThat(RawHttp.exchange(slow.uri(), RawHttp.request("PUT /bytes/0", "Content-Length: 3") + "abc"))
                    .startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void aConnectionThatRestsBetweenTwoRequestsIsKept() throws Exception {
        Socket client = connect();
        for (int i = 0; i < 2; i++) {
            RawHttp.send(client, "GET /bytes/3 HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(RawHttp.readHead(client.getInputStream())).startsWith("HTTP/1.1 200");
            assertThat(client.getInputStream().readNBytes(3)).containsExactly(0, 1, 2);
            Thread.sleep(SHORT.multipliedBy(2));
        }
    }
}
