package io.lambdaregistry.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lambdaregistry.local.ChildJvm;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayStreamingTest {
    private static final int GIGABYTE = 1 << 30;

    @Test
    void passesAGigabyteBothWaysInASmallHeap() throws Exception {
        try (ChildJvm jvm = ChildJvm.start(List.of("-Xmx40m"), GatewayProcess.class);
                HttpClient client = HttpClient.newHttpClient()) {
            URI gateway = URI.create(jvm.readLine());

            HttpResponse<String> put = client.send(
                    HttpRequest.newBuilder(gateway.resolve("/bytes/0"))
                            .PUT(BodyPublishers.fromPublisher(
                                    BodyPublishers.ofInputStream(() -> new TestFunctions.Pattern(GIGABYTE)), GIGABYTE))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(put.body()).isEqualTo(Integer.toString(GIGABYTE));

            HttpResponse<InputStream> get = client.send(
                    HttpRequest.newBuilder(gateway.resolve("/bytes/" + GIGABYTE))
                            .build(),
                    BodyHandlers.ofInputStream());
            assertThat(get.headers().firstValueAsLong("Content-Length")).hasValue(GIGABYTE);
            assertThat(sizeOfPattern(get.body())).isEqualTo(GIGABYTE);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 49_000, 49_150, 65_536, 1_000_003})
    void passesEverySizeUnchanged(int size) throws Exception {
        try (Gateway gateway = TestFunctions.start();
                HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<InputStream> response = client.send(
                    HttpRequest.newBuilder(gateway.uri().resolve("/bytes/" + size))
                            .build(),
                    BodyHandlers.ofInputStream());
            assertThat(response.headers().firstValueAsLong("Content-Length")).hasValue(size);
            assertThat(sizeOfPattern(response.body())).isEqualTo(size);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Content-Length: 1000000, some of it",
        "Transfer-Encoding: chunked, '5\r\nabcde\r\n'",
        "Transfer-Encoding: chunked, '5\r\nabc'",
    })
    void aBrokenUploadIsAFailureForTheFunction(String header, String sent) throws Exception {
        TestFunctions functions = new TestFunctions();
        try (Gateway gateway = Gateway.start(Gateway.Address.anyPort(), TestFunctions.routes(), functions)) {
            try (Socket socket = RawHttp.connect(gateway.uri())) {
                RawHttp.send(socket, RawHttp.request("PUT /bytes/0", header) + sent);
            }
            assertThatThrownBy(() -> functions.received.get(10, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"midway", "quietly"})
    void anAnswerThatBreaksOffIsABrokenTransferForTheClient(String how) throws Exception {
        try (Gateway gateway = TestFunctions.start();
                HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(gateway.uri().resolve("/failing/" + how))
                    .build();
            assertThatThrownBy(() -> client.send(request, BodyHandlers.ofByteArray()))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void aClientThatGoesAwayEndsTheFunctionToo() throws Exception {
        TestFunctions functions = new TestFunctions();
        try (Gateway gateway = Gateway.start(Gateway.Address.anyPort(), TestFunctions.routes(), functions)) {
            try (Socket socket = RawHttp.connect(gateway.uri())) {
                RawHttp.send(socket, RawHttp.request("GET /bytes/" + GIGABYTE));
                RawHttp.readHead(socket.getInputStream());
            }
            assertThatThrownBy(() -> functions.received.get(10, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class);
        }
    }

    @Test
    void aRefusalReachesAClientThatIsStillSending() throws Exception {
        try (Gateway gateway = TestFunctions.start();
                Socket socket = RawHttp.connect(gateway.uri())) {
            RawHttp.send(socket, RawHttp.request("POST /failing/atOnce", "Content-Length: 10000000"));
            OutputStream out = socket.getOutputStream();
            out.write(new byte[10_000_000]);
            assertThat(RawHttp.readHead(socket.getInputStream())).startsWith("HTTP/1.1 500");
        }
    }

    private static long sizeOfPattern(InputStream stream) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long size = 0;
        for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
            for (int i = 0; i < count; i++) {
                if (buffer[i] != (byte) (size + i)) {
                    throw new AssertionError("a wrong byte at " + (size + i));
                }
            }
            size += count;
        }
        return size;
    }
}
