package io.lambdaregistry.benchmarks.coldstart;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.lambdaregistry.functions.registeredmodels.CreateRegisteredModel;
import io.lambdaregistry.processes.Checkout;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A deployed function before and after its snapshot, in a process of its own under Lambda's runtime client, with credentials
 * that change between the two. The function creates a model, so a rehearsal that reached the table would leave a visible write.
 */
class SnapStartTest {
    private static final int NOWHERE = 9;

    @TempDir
    private static Path folder;

    private static Deployment deployment;
    private static HttpServer dynamoDb;
    private static TlsRelay connections;
    private static FunctionStart start;

    private static volatile String key = "KEYBEFORE";
    private static volatile int callsAtSnapshot;
    private static volatile int openAtSnapshot;

    /** Operation and key of each call. */
    private static final List<String> CALLS = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void startFromASnapshot() throws Exception {
        deployment = Deployment.unpack(folder);
        dynamoDb = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        dynamoDb.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        dynamoDb.createContext("/", SnapStartTest::answer);
        dynamoDb.start();
        connections = TlsRelay.plain(dynamoDb.getAddress().getPort());
        start = start(connections.port(), () -> {
            openAtSnapshot = openWhenSettled();
            callsAtSnapshot = CALLS.size();
            key = "KEYAFTER";
        });
    }

    @AfterAll
    static void stop() throws IOException {
        connections.close();
        dynamoDb.stop(0);
    }

    private static FunctionStart start(int port, Runnable atSnapshot) throws Exception {
        String event = Files.readString(Checkout.ROOT.resolve("events/create-registered-model.json"));
        try (RuntimeApi api = RuntimeApi.start(() -> event, 1, SnapStartTest::credentials, atSnapshot)) {
            Map<String, String> environment = Map.of(
                    "AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start",
                    "AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://" + api.address() + "/credentials",
                    "AWS_CONTAINER_AUTHORIZATION_TOKEN", "token",
                    "AWS_ENDPOINT_URL_DYNAMODB", "http://127.0.0.1:" + port,
                    "AWS_MAX_ATTEMPTS", "1",
                    "TABLE_NAME", "registry",
                    "BUCKET_NAME", "bucket");
            return FunctionStart.of(
                    deployment.command(CreateRegisteredModel.class, true, List.of()),
                    deployment.taskRoot(),
                    environment,
                    api,
                    folder.resolve("function.log"));
        }
    }

    private static String credentials() {
        return "{\"AccessKeyId\":\"%s\",\"SecretAccessKey\":\"secret\",\"Expiration\":\"2099-01-01T00:00:00Z\"}"
                .formatted(key);
    }

    private static void answer(HttpExchange exchange) throws IOException {
        String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        String signature = exchange.getRequestHeaders().getFirst("Authorization");
        CALLS.add(target.replaceAll(".*\\.", "") + " by " + signature.replaceAll(".*Credential=(\\w+)/.*", "$1"));
        exchange.getRequestBody().readAllBytes();
        byte[] body = "{}".getBytes(StandardCharsets.US_ASCII);
        exchange.sendResponseHeaders(200, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    /** A connection that the function has closed is noticed a moment later. */
    private static int openWhenSettled() {
        for (int tenths = 0; tenths < 50 && connections.open() > 0; tenths++) {
            try {
                Thread.sleep(100);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return connections.open();
    }

    @Test
    void theOneCallBeforeTheSnapshotReads() {
        assertThat(CALLS.subList(0, callsAtSnapshot)).containsExactly("GetItem by KEYBEFORE");
    }

    @Test
    void theSnapshotHoldsNoConnection() {
        assertThat(openAtSnapshot).isZero();
    }

    @Test
    void aCopyCallsWithTheKeysThatItIsGiven() {
        assertThat(CALLS.subList(callsAtSnapshot, CALLS.size()))
                .isNotEmpty()
                .allMatch(call -> call.endsWith(" by KEYAFTER"));
    }

    @Test
    void aCopyDoesWhatItIsAsked() {
        assertThat(CALLS).contains("TransactWriteItems by KEYAFTER");
        assertThat(start.answers()).singleElement().asString().startsWith("{\"statusCode\":200");
    }

    @Test
    void aFunctionIsPublishedEvenWhereTheTableIsNotInReach() throws Exception {
        FunctionStart unreachable = start(NOWHERE, () -> {});
        assertThat(unreachable.answers()).singleElement().asString().contains("TEMPORARILY_UNAVAILABLE");
        assertThat(Files.readString(folder.resolve("function.log"))).contains("not prepared for the snapshot");
    }
}
