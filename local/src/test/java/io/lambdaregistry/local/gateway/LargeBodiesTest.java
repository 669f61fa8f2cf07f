package io.lambdaregistry.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that a function may hold in memory, from more clients at once than there are places for them. */
class LargeBodiesTest {
    private static final int MANY = 20;
    private static final int LENGTH = 200_000;

    private final Gateway gateway = TestFunctions.start();
    private final List<Socket> clients = new ArrayList<>();

    LargeBodiesTest() throws Exception {}

    @AfterEach
    void stop() throws Exception {
        for (Socket client : clients) {
            client.close();
        }
        gateway.close();
    }

    private Socket send(String header, String body) throws Exception {
        return send(gateway, header, body);
    }

    private Socket send(Gateway to, String header, String body) throws Exception {
        Socket client = RawHttp.connect(to.uri());
        clients.add(client);
        RawHttp.send(client, RawHttp.request("POST /api/2.0/event", "Content-Type: application/json", header) + body);
        return client;
    }

    @ParameterizedTest
    @ValueSource(strings = {"fixed", "chunked"})
    void aBodyTakesItsPlaceWhenItHasArrived(String framing) throws Exception {
        boolean fixed = framing.equals("fixed");
        String header = fixed ? "Content-Length: " + (LENGTH + 2) : "Transfer-Encoding: chunked";
        String size = fixed ? "" : Integer.toHexString(LENGTH + 2) + "\r\n";
        for (int i = 0; i < MANY; i++) {
            send(header, size + '"' + "x".repeat(LENGTH));
        }
        Socket whole = send(header, size + '"' + "x".repeat(LENGTH) + '"' + (fixed ? "" : "\r\n0\r\n\r\n"));
        assertThat(status(whole)).isEqualTo("HTTP/1.1 200");
        for (Socket client : clients.subList(0, MANY)) {
            RawHttp.send(client, '"' + (fixed ? "" : "\r\n0\r\n\r\n"));
        }
        for (Socket client : clients.subList(0, MANY)) {
            assertThat(status(client)).isEqualTo("HTTP/1.1 200");
        }
    }

    /** What waits for a file is not read, and what keeps one without end is broken off for it. */
    @Test
    void bodiesTakeALimitedPartOfTheDisk() throws Exception {
        try (Gateway narrow = Gateway.start(
                Gateway.Address.anyPort(),
                new GatewayHandler(
                        TestFunctions.routes(), new TestFunctions(), new LargeBodies.Limits(2, 1, Duration.ZERO)))) {
            for (int i = 0; i < 4; i++) {
                send(narrow, "Content-Length: " + LENGTH, "x".repeat(LENGTH / 2));
            }
            assertThat(status(send(narrow, "Content-Length: " + LENGTH, "x".repeat(LENGTH))))
                    .isEqualTo("HTTP/1.1 200");
        }
    }

    @Test
    void aRefusedBodyIsReadSoThatItsClientSeesTheRefusal() throws Exception {
        Socket client = RawHttp.connect(gateway.uri());
        clients.add(client);
        RawHttp.send(client, RawHttp.request("POST /nowhere", "Content-Length: 4000000") + "x".repeat(4_000_000));
        assertThat(status(client)).isEqualTo("HTTP/1.1 404");
    }

    @Test
    void aBodyThatIsBrokenOffTakesNoPlace() throws Exception {
        for (int i = 0; i < MANY; i++) {
            send("Content-Length: " + LENGTH, "x".repeat(LENGTH / 2)).close();
        }
        assertThat(status(send("Content-Length: " + LENGTH, "x".repeat(LENGTH))))
                .isEqualTo("HTTP/1.1 200");
    }

    private static String status(Socket client) throws Exception {
        client.setSoTimeout(20_000);
        return new String(client.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
    }
}
