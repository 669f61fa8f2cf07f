package io.lambdaregistry.local.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.lambdaregistry.local.LocalRegistry;
import io.lambdaregistry.registry.ModelSearch;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** {@code ./registry doctor} on a registry without faults, and on one in which a step fails. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DoctorCommandTest {
    private static final List<String> STEPS = List.of(
            "reach",
            "create",
            "run",
            "upload",
            "large",
            "version",
            "search",
            "alias",
            "load",
            "client",
            "settings",
            "functions",
            "delete");

    /** Those that need more than a registry: MLflow's client, and AWS. */
    private static final List<String> ELSEWHERE = List.of("client", "functions");

    private final HttpClient http = HttpClient.newHttpClient();
    private LocalRegistry registry;
    private HttpServer between;
    private volatile String broken = "";
    private StringWriter out;

    @BeforeAll
    void startRegistry() {
        registry = LocalRegistry.inMemory();
    }

    @AfterAll
    void stopRegistry() {
        registry.close();
        http.close();
    }

    @BeforeEach
    void standBetween() throws IOException {
        out = new StringWriter();
        broken = "nothing";
        between = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        between.createContext("/", this::pass);
        between.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        between.start();
    }

    @AfterEach
    void stepAside() {
        between.stop(0);
    }

    /** Hands a request on, unless it is the one to fail. */
    private void pass(HttpExchange exchange) throws IOException {
        String line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        try (exchange;
                InputStream body = exchange.getRequestBody()) {
            byte[] sent = body.readAllBytes();
            if (line.contains(broken)) {
                answer(
                        exchange,
                        500,
                        "{\"error_code\": \"INTERNAL_ERROR\",\n \"message\": \"broken\"}"
                                .getBytes(StandardCharsets.UTF_8));
                return;
            }
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create(registry.uri() + exchange.getRequestURI().toString()))
                    .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(sent))
                    .header("content-type", "application/json")
                    .build();
            HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
            answer(exchange, answer.statusCode(), answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    private int doctor(String api) {
        CommandLine command = RegistryCommand.commandLine();
        command.setOut(new PrintWriter(out, true));
        return command.execute("doctor", "--api", api, "--python", "no-such-python");
    }

    private String throughTheOneBetween() {
        return "http://127.0.0.1:" + between.getAddress().getPort();
    }

    /** The first words of each line. */
    private List<String> outcomes() {
        List<String> outcomes = new ArrayList<>();
        out.toString().lines().forEach(line -> outcomes.add(line.replaceFirst("^(\\w+) +(\\w+) .*", "$2 $1")));
        return outcomes;
    }

    private void nothingIsLeft() {
        assertThat(registry.services().registry().searchModels(all()).items()).isEmpty();
        assertThat(registry.s3()
                        .listObjectsV2(request -> request.bucket(registry.bucket()))
                        .contents())
                .isEmpty();
    }

    private static ModelSearch all() {
        return ModelSearch.of("", List.of(), 10, Optional.empty());
    }

    @Test
    void aRegistryThatIsWellIsFoundWell() {
        assertThat(doctor(registry.uri().toString())).isZero();
        assertThat(outcomes())
                .isEqualTo(STEPS.stream()
                        .map(step -> step + (ELSEWHERE.contains(step) ? " SKIPPED" : " OK"))
                        .toList());
        assertThat(out.toString())
                .contains("there is no no-such-python", "export MLFLOW_TRACKING_URI=" + registry.uri());
        nothingIsLeft();
    }

    @ParameterizedTest
    @CsvSource({
        "reach,   GET /health",
        "create,  POST /api/2.0/mlflow/registered-models/create",
        "run,     POST /api/2.0/mlflow/runs/create",
        "upload,  PUT /api/2.0/mlflow-artifacts",
        "large,   POST /api/2.0/mlflow-artifacts/mpu/create",
        "large,   POST /api/2.0/mlflow-artifacts/mpu/complete",
        "large,   GET /api/2.0/mlflow-artifacts/artifacts",
        "version, POST /api/2.0/mlflow/model-versions/create",
        "search,  GET /api/2.0/mlflow/registered-models/search",
        "alias,   POST /api/2.0/mlflow/registered-models/alias",
        "alias,   GET /api/2.0/mlflow/registered-models/alias",
        "load,    GET /api/2.0/mlflow/model-versions/get-download-uri",
        "load,    GET /api/2.0/mlflow/artifacts/list",
        "load,    GET /model-versions/get-artifact",
    })
    void theStepThatFailsIsNamedAndWhatWasMadeIsDeleted(String step, String request) {
        broken = request;
        assertThat(doctor(throughTheOneBetween())).isEqualTo(1);
        assertThat(outcomes())
                .contains(step + " FAILED")
                .containsAll(STEPS.subList(0, STEPS.indexOf(step)).stream()
                        .map(before -> before + " OK")
                        .toList())
                .hasSameSizeAs(STEPS);
        assertThat(out.toString()).contains("500 to " + request.split("\\?")[0]).contains("INTERNAL_ERROR");
        nothingIsLeft();
    }

    @Test
    void aModelThatCannotBeDeletedIsReported() {
        broken = "DELETE /api/2.0/mlflow/registered-models/delete";
        assertThat(doctor(throughTheOneBetween())).isEqualTo(1);
        assertThat(outcomes()).contains("load OK", "delete FAILED");
        registry.services()
                .registry()
                .searchModels(all())
                .items()
                .forEach(left -> registry.services().registry().deleteModel(left.name()));
    }

    @Test
    void aServerThatDoesNotAnswerIsReportedInOneLine() {
        String gone = throughTheOneBetween();
        between.stop(0);
        assertThat(doctor(gone)).isEqualTo(1);
        assertThat(outcomes()).startsWith("reach FAILED", "create SKIPPED").hasSameSizeAs(STEPS);
        assertThat(out.toString()).contains(gone + " does not answer");
    }
}
