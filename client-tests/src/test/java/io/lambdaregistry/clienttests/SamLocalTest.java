package io.lambdaregistry.clienttests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import io.lambdaregistry.processes.Command;
import io.lambdaregistry.processes.MlflowRelease;
import io.lambdaregistry.processes.RegistryServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The deployed functions, run by the SAM CLI in Lambda's own containers, on LocalStack. */
final class SamLocalTest {
    private static final Duration LIMIT = Duration.ofMinutes(15);

    /** One of each group, each after what it needs. */
    private static final List<String> FUNCTIONS = List.of(
            "ServerOperations",
            "ExperimentWriteOperations",
            "CreateRun",
            "MetricHistoryOperations",
            "LoggedModelWriteOperations",
            "UploadArtifact",
            "CreateRegisteredModel",
            "CreateModelVersion",
            "AuditOperations");

    @TempDir
    private static Path folder;

    private static SamCli sam;
    private static LocalStack localStack;
    private static RegistryServer server;
    private static Path template;
    private static Path environment;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        Optional<SamCli> found = SamCli.find();
        if (found.isEmpty()) {
            System.err.println("The tests by sam local do not run: " + SamCli.MISSING);
        }
        sam = found.orElseGet(SamLocalTest::skipOrFail);
        template = sam.unpackedTemplate("template.yaml");
        localStack = LocalStack.start();
        // makes the table and the bucket
        String endpoint = localStack.endpoint().toString();
        server = RegistryServer.start(
                folder.resolve("data"), Map.of(), List.of("--dynamodb-endpoint", endpoint, "--s3-endpoint", endpoint));
        environment = Files.writeString(
                folder.resolve("env.json"),
                Files.readString(Repository.ROOT.resolve("events/env.local.json"))
                        .replace("http://172.17.0.1:4566", endpoint));
    }

    private static SamCli skipOrFail() {
        return "true".equals(System.getenv("CI")) ? fail(SamCli.MISSING) : abort(SamCli.MISSING);
    }

    @AfterAll
    static void stop() throws IOException {
        if (server != null) {
            server.close();
        }
        if (localStack != null) {
            localStack.close();
        }
    }

    @Test
    void samFindsNothingWrongWithTheTemplatesAndBuildsThem() throws IOException, InterruptedException {
        for (String each : List.of("template.yaml", "template-grouped.yaml")) {
            succeeds(sam.run("validate", "--lint", "--template", each));
            succeeds(sam.run("build", "--template", each));
        }
    }

    @Test
    void aFunctionOfEachGroupAnswersItsEvent() throws IOException, InterruptedException {
        for (String function : FUNCTIONS) {
            String answer = succeeds(sam.invoke(template, function, event(function), environment));
            assertTrue(answer.contains("\"statusCode\": 200"), () -> function + " answered\n" + answer);
        }
    }

    /** One writes and one reads; the second has a group within its group. */
    @Test
    void aFunctionOfTheOtherTemplateAnswersTheEventsOfItsRoutes() throws IOException, InterruptedException {
        Path grouped = sam.unpackedTemplate("template-grouped.yaml");
        Map<String, String> eventsOfFunctions =
                Map.of("WriteTrackingOperations", "CreateLoggedModel", "SearchOperations", "AuditOperations");
        for (Map.Entry<String, String> each : eventsOfFunctions.entrySet()) {
            String answer = succeeds(sam.invoke(grouped, each.getKey(), event(each.getValue()), environment));
            assertTrue(answer.contains("\"statusCode\": 200"), () -> each.getKey() + " answered\n" + answer);
        }
    }

    /** {@code CreateRun} has {@code create-run.json}; a function that several operations share has that of one. */
    private static Path event(String function) {
        String name = switch (function) {
            case "ServerOperations" -> "health";
            case "ExperimentWriteOperations" -> "create-experiment";
            case "LoggedModelWriteOperations" -> "create-logged-model";
            case "MetricHistoryOperations" -> "get-metric-history";
            case "AuditOperations" -> "get-audit-trail";
            default -> function.replaceAll("(?<=.)(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
        };
        return Repository.ROOT.resolve("events").resolve(name + ".json");
    }

    @Test
    void theLabWorksByTheDeployedFunctions() throws IOException, InterruptedException {
        try (SamCli.Api api = sam.startApi(template, environment)) {
            succeeds(new Command(
                            List.of(
                                    PythonClients.of(MlflowRelease.newest()).python(),
                                    Repository.CLIENT_TESTS
                                            .resolve("src/test/python/lab_workflow.py")
                                            .toString(),
                                    api.uri().toString()),
                            folder,
                            Map.of("PYTHONUNBUFFERED", "1", "PYTHONDONTWRITEBYTECODE", "1", "PYTHONWARNINGS", "ignore"))
                    .run(sam.output().resolve("lab_workflow.log"), LIMIT));
        }
    }

    private static String succeeds(Command.Finished finished) {
        assertEquals(0, finished.exitCode(), finished::output);
        return finished.output();
    }
}
