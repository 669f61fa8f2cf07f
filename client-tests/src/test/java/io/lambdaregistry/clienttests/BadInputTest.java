package io.lambdaregistry.clienttests;

import static org.assertj.core.api.Assertions.assertThat;

import io.lambdaregistry.processes.RegistryServer;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Malformed and hostile requests. Each is rejected with MLflow's error message, and no response reveals the server's internals.
 */
@ExtendWith(SharedServer.class)
final class BadInputTest {
    private static final String CREATE = "/api/2.0/mlflow/registered-models/create";
    private static final String ARTIFACTS = "/api/2.0/mlflow-artifacts/artifacts";
    private static final String CANARY = "canary-" + ProcessHandle.current().pid();

    /** Ways to say "one folder up", or "somewhere else", in a path. */
    private static final List<String> ESCAPES = List.of(
            "%2e%2e/%2e%2e/" + CANARY,
            "%2E%2E%2F%2E%2E%2F" + CANARY,
            "..%2f..%2f" + CANARY,
            "%252e%252e%252f%252e%252e%252f" + CANARY,
            "%25252e%25252e%25252f" + CANARY,
            "%2525252e%2525252e%2525252f" + CANARY,
            "a/%2e%2e/%2e%2e/" + CANARY,
            "a/..%5c..%5c" + CANARY,
            "%5c..%5c..%5c" + CANARY,
            "%2fetc%2fpasswd",
            "%252fetc%252fpasswd",
            "C:%5c" + CANARY,
            "a%00b",
            "a%2500b",
            "a%0ab");

    /** The same, as no HTTP client sends it: a server may read these as other routes, and then knows none. */
    private static final List<String> UNTIDY =
            List.of("../" + CANARY, "../../" + CANARY, "a/../../" + CANARY, "/etc/passwd", "./../" + CANARY);

    @ParameterizedTest
    @ValueSource(strings = {"{", "{\"name\": ", "nonsense", "[]", "[1]", "5", "\"text\"", "null", "true", "{\"name\"}"})
    void aBodyThatIsNoJsonObjectIsRefused(String body, RegistryServer server) throws IOException {
        RawHttp.send(server.uri(), "POST", CREATE, body).isError(400, "INVALID_PARAMETER_VALUE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\": 5}",
                "{\"name\": true}",
                "{\"name\": [\"a\"]}",
                "{\"name\": {\"a\": 1}}",
                "{\"name\": \"a\", \"tags\": \"t\"}",
                "{\"name\": \"a\", \"tags\": [5]}",
                "{\"name\": \"a\", \"tags\": [{\"key\": 5, \"value\": \"v\"}]}",
                "{\"name\": \"a\", \"description\": 5}"
            })
    void aFieldOfTheWrongTypeIsRefused(String body, RegistryServer server) throws IOException {
        RawHttp.send(server.uri(), "POST", CREATE, body).isError(400, "INVALID_PARAMETER_VALUE");
    }

    @ParameterizedTest
    @CsvSource({
        "POST,   registered-models/create,          name",
        "POST,   registered-models/rename,          name",
        "PATCH,  registered-models/update,          name",
        "DELETE, registered-models/delete,          name",
        "GET,    registered-models/get,             name",
        "POST,   registered-models/set-tag,         name",
        "POST,   registered-models/alias,           name",
        "GET,    registered-models/alias,           name",
        "POST,   model-versions/create,             name",
        "GET,    model-versions/get,                name",
        "PATCH,  model-versions/update,             name",
        "DELETE, model-versions/delete,             name",
        "POST,   model-versions/transition-stage,   name",
        "GET,    model-versions/get-download-uri,   name",
        "POST,   runs/log-batch,                    run_id",
        "GET,    experiments/get,                   experiment_id",
    })
    void aMissingFieldIsNamed(String method, String operation, String field, RegistryServer server) throws IOException {
        String body = method.equals("GET") ? "" : "{}";
        Answer answer = RawHttp.send(server.uri(), method, "/api/2.0/mlflow/" + operation, body);
        answer.isError(400, "INVALID_PARAMETER_VALUE");
        assertThat(answer.json().path("message").asText())
                .startsWith("Missing value for required parameter '" + field + "'.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/2.0/mlflow/nothing",
                "/api/2.0/mlflow/registered-models/create/more",
                "/api/9.0/mlflow/registered-models/create",
                "/api",
                "/admin",
                "/.git/config"
            })
    void anUnknownRouteIsNotFound(String route, RegistryServer server) throws IOException {
        RawHttp.send(server.uri(), "GET", route, "").isError(404, "ENDPOINT_NOT_FOUND");
    }

    @ParameterizedTest
    @CsvSource({
        "GET,    /api/2.0/mlflow/registered-models/create",
        "PUT,    /api/2.0/mlflow/registered-models/create",
        "POST,   /api/2.0/mlflow/registered-models/get",
        "DELETE, /api/2.0/mlflow/runs/search",
        "POST,   /api/2.0/mlflow-artifacts/artifacts/0/a",
    })
    void aMethodThatARouteDoesNotTakeIsRefused(String method, String route, RegistryServer server) throws IOException {
        Answer answer = RawHttp.send(server.uri(), method, route, "");
        assertThat(answer.status()).as(answer.body()).isEqualTo(405);
        answer.isErrorWithoutInternals();
    }

    static Stream<Arguments> escapes() {
        return Stream.of("GET", "PUT", "DELETE")
                .flatMap(method -> ESCAPES.stream().map(path -> Arguments.of(method, path)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("escapes")
    void anArtifactPathThatLeadsElsewhereIsRefused(String method, String path, RegistryServer server)
            throws IOException {
        Answer answer = RawHttp.send(server.uri(), method, ARTIFACTS + "/" + path, bodyOf(method));
        answer.isError(400, "INVALID_PARAMETER_VALUE");
        nothingWasPlanted(server);
    }

    static Stream<Arguments> untidyPaths() {
        return Stream.of("GET", "PUT", "DELETE")
                .flatMap(method -> UNTIDY.stream().map(path -> Arguments.of(method, path)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("untidyPaths")
    void anArtifactPathWithDotsIsRefused(String method, String path, RegistryServer server) throws IOException {
        Answer answer = RawHttp.send(server.uri(), method, ARTIFACTS + "/" + path, bodyOf(method));
        answer.isErrorWithoutInternals();
        nothingWasPlanted(server);
    }

    static Stream<String> listedPaths() {
        return Stream.concat(ESCAPES.stream(), UNTIDY.stream());
    }

    @ParameterizedTest
    @MethodSource("listedPaths")
    void aListingOfAPathThatLeadsElsewhereIsRefused(String path, RegistryServer server) throws IOException {
        RawHttp.send(server.uri(), "GET", ARTIFACTS + "?path=" + path, "").isError(400, "INVALID_PARAMETER_VALUE");
    }

    @Test
    void aPathThatOnlyLooksOddIsAnArtifactLikeAnyOther(RegistryServer server) throws IOException {
        String path = ARTIFACTS + "/0/odd/..a...b%20%C3%BC+.txt";
        assertThat(RawHttp.send(server.uri(), "PUT", path, "odd").status()).isEqualTo(200);
        assertThat(RawHttp.send(server.uri(), "GET", path, "").body()).isEqualTo("odd");
    }

    @Test
    void anArtifactThatIsNotThereIsNotFound(RegistryServer server) throws IOException {
        Answer answer = RawHttp.send(server.uri(), "GET", ARTIFACTS + "/0/nothing/here.txt", "");
        assertThat(answer.status()).as(answer.body()).isEqualTo(404);
        answer.isErrorWithoutInternals();
    }

    private static String bodyOf(String method) {
        return method.equals("PUT") ? CANARY : "";
    }

    /** Looks through the folder that holds the data folder, while the server works in it. */
    private static void nothingWasPlanted(RegistryServer server) throws IOException {
        Path around = server.data().resolve("..").normalize();
        Files.walkFileTree(around, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                assertThat(file.endsWith(CANARY)).as(file.toString()).isFalse();
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException wentAway) {
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
