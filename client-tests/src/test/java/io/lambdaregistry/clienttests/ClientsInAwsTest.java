package io.lambdaregistry.clienttests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lambdaregistry.clienttests.gateway.ApiGateway;
import io.lambdaregistry.clienttests.gateway.SignatureV4;
import io.lambdaregistry.clienttests.gateway.TokenIssuer;
import io.lambdaregistry.processes.Command;
import io.lambdaregistry.processes.MlflowRelease;
import io.lambdaregistry.processes.RegistryServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.mlflow.api.proto.Service.ViewType;
import org.mlflow.tracking.MlflowClient;

/** MLflow's clients with the settings of the stack's output {@code ClientSettings}, through the checks and limits of AWS. */
final class ClientsInAwsTest {
    private static final SignatureV4 IAM = new SignatureV4("AKIATEST", "a secret", "a session", "eu-central-1");
    private static final Path SCRIPTS = Repository.CLIENT_TESTS.resolve("src/test/python");
    private static final Pattern VARIABLE = Pattern.compile("([A-Z0-9_]+)=(\\S+)");
    private static final Duration LIMIT = Duration.ofMinutes(10);

    @SuppressWarnings("UnusedVariable") // named by the annotation
    private static final List<MlflowRelease> RELEASES = MlflowRelease.TESTED;

    @TempDir
    private static Path folder;

    private static RegistryServer registry;
    private static ApiGateway gateway;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        PythonClients.of(MlflowRelease.newest()); // without Python, no server is started
        registry = RegistryServer.start(folder.resolve("data"), Map.of(), List.of("--artifacts-presigned-only"));
        gateway = ApiGateway.before(registry.uri(), IAM);
    }

    @AfterAll
    static void stop() {
        if (gateway != null) {
            gateway.close();
            registry.close();
        }
    }

    static Stream<Arguments> scriptsAndReleases() {
        return MlflowRelease.TESTED.stream()
                .flatMap(release -> Stream.of("in_aws", "lab_workflow").map(script -> Arguments.of(script, release)));
    }

    @ParameterizedTest(name = "{0} with {1}")
    @MethodSource("scriptsAndReleases")
    void aClientThatSignsEndsWell(String script, MlflowRelease release) throws IOException, InterruptedException {
        run(script, release, gateway.uri(), withKeys(clientSettings("MLFLOW_TRACKING_AUTH")));
        assertThat(gateway.refusals()).isEmpty();
    }

    /** Takes a minute and 4 GB of the disk for each client, so it runs with Maven's profile {@code gigabyte} only. */
    @Tag("gigabyte")
    @ParameterizedTest
    @FieldSource("RELEASES")
    void aGigabyteGoesBothWays(MlflowRelease release) throws IOException, InterruptedException {
        run("in_aws", release, gateway.uri(), withKeys(clientSettings("MLFLOW_TRACKING_AUTH")), "1073741824");
        assertThat(gateway.refusals()).isEmpty();
    }

    @Test
    void aClientWithTokensThatExpireEndsWell() throws IOException, InterruptedException, GeneralSecurityException {
        try (TokenIssuer issuer = TokenIssuer.start(Duration.ofSeconds(62)); // which serve 2 seconds
                ApiGateway withTokens = ApiGateway.before(registry.uri(), issuer)) {
            Map<String, String> settings = Map.of(
                    "MLFLOW_TRACKING_AUTH",
                    "lambda-registry-oidc",
                    "ACTIONS_ID_TOKEN_REQUEST_URL",
                    issuer.uri(),
                    "ACTIONS_ID_TOKEN_REQUEST_TOKEN",
                    TokenIssuer.SECRET,
                    "LAMBDA_REGISTRY_TOKEN_AUDIENCE",
                    TokenIssuer.AUDIENCE);
            run("in_aws", MlflowRelease.newest(), withTokens.uri(), settings);
            assertThat(withTokens.refusals()).isEmpty();
            assertThat(issuer.issued()).isGreaterThan(1);
        }
    }

    @Test
    void aClientWithATokenOfItsUserNeedsNoPackage() throws IOException, InterruptedException, GeneralSecurityException {
        try (TokenIssuer issuer = TokenIssuer.start(Duration.ZERO);
                ApiGateway withTokens = ApiGateway.before(registry.uri(), issuer)) {
            Map<String, String> settings = new HashMap<>(clientSettings("MLFLOW_TRACKING_TOKEN"));
            settings.put("MLFLOW_TRACKING_TOKEN", issuer.token(TokenIssuer.AUDIENCE, Duration.ofHours(1)));
            settings.put("PYTHONPATH", "");
            run("in_aws", MlflowRelease.TESTED.getFirst(), withTokens.uri(), settings);
            assertThat(withTokens.refusals()).isEmpty();
        }
    }

    @Test
    void theClientForJavaGoesThroughTheUi() throws IOException, InterruptedException {
        MlflowPython.use(PythonClients.of(MlflowRelease.newest()));
        Path large = Files.write(folder.resolve("large (1).bin"), new byte[5_000_000]);
        try (RegistryUi ui = RegistryUi.start(gateway.uri(), IAM.region(), withKeys(Map.of()));
                MlflowClient client = new MlflowClient(ui.uri().toString())) {
            String experiment = client.createExperiment("java in AWS " + System.nanoTime());
            String run = client.createRun(experiment).getRunId();
            client.logMetric(run, "loss", 0.5);
            client.logArtifact(run, large.toFile());
            assertThat(client.downloadArtifacts(run, large.getFileName().toString()))
                    .hasSameBinaryContentAs(large.toFile());
            assertThat(client.searchRuns(
                                    List.of(experiment),
                                    "metrics.loss > 0.2 and attributes.status = 'RUNNING'",
                                    ViewType.ACTIVE_ONLY,
                                    5,
                                    List.of("metrics.loss DESC", "start_time ASC"))
                            .getItems())
                    .hasSize(1);
        }
        assertThat(gateway.refusals()).isEmpty();
    }

    @Test
    void theDoctorPassesWhereTheClientIsSetUp() throws IOException, InterruptedException {
        Map<String, String> settings = new HashMap<>(withKeys(clientSettings("MLFLOW_TRACKING_AUTH")));
        settings.put("PYTHONPATH", ClientPackage.folder().toString());
        Command.Finished doctor = doctor(settings);
        assertEquals(0, doctor.exitCode(), doctor::output);
        assertThat(doctor.output())
                .containsPattern("OK +client +MLflow \\S+ searches, and moves a file of 5 MB both ways");
        assertThat(gateway.refusals()).isEmpty();
    }

    @Test
    void theDoctorFailsWhereTheClientDoes() throws IOException, InterruptedException {
        try (ApiGateway another = ApiGateway.before(registry.uri(), IAM)) {
            Command.Finished doctor = doctor(another.uri(), withKeys(Map.of()));
            assertEquals(1, doctor.exitCode(), doctor::output);
            assertThat(doctor.output())
                    .containsPattern("OK +load ")
                    .containsPattern("FAILED +client +MLflow .*Forbidden")
                    .containsPattern("OK +settings +export .*MLFLOW_TRACKING_AUTH=lambda-registry");
        }
    }

    private static Command.Finished doctor(Map<String, String> environment) throws IOException, InterruptedException {
        return doctor(gateway.uri(), environment);
    }

    private static Command.Finished doctor(URI api, Map<String, String> environment)
            throws IOException, InterruptedException {
        String python = PythonClients.of(MlflowRelease.newest()).python();
        return new Command(
                        List.of(
                                Repository.LAUNCHER,
                                "doctor",
                                "--api",
                                api.toString(),
                                "--region",
                                IAM.region(),
                                "--python",
                                python),
                        folder,
                        environment)
                .run(Repository.TARGET.resolve("doctor.log"), Duration.ofMinutes(3));
    }

    /** The variables, but for the URI, of the line of the template's output that sets the one named. */
    private static Map<String, String> clientSettings(String named) throws IOException {
        String template = Files.readString(Repository.ROOT.resolve("template.yaml"));
        String output = template.substring(
                template.indexOf("\n  ClientSettings:"), template.indexOf("\n  ClientPolicy:\n    Description"));
        String line = output.lines()
                .filter(candidate -> candidate.contains(named + "="))
                .findFirst()
                .orElseThrow();
        return VARIABLE.matcher(line)
                .results()
                .collect(Collectors.toMap(variable -> variable.group(1), variable -> variable.group(2)));
    }

    private static Map<String, String> withKeys(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("AWS_ACCESS_KEY_ID", IAM.accessKey());
        all.put("AWS_SECRET_ACCESS_KEY", IAM.secretKey());
        all.put("AWS_SESSION_TOKEN", IAM.sessionToken());
        all.put("AWS_DEFAULT_REGION", IAM.region());
        return all;
    }

    private static void run(
            String script, MlflowRelease release, URI uri, Map<String, String> settings, String... arguments)
            throws IOException, InterruptedException {
        Map<String, String> environment = new HashMap<>(Map.of(
                "PYTHONPATH", ClientPackage.folder().toString(),
                "PYTHONUNBUFFERED", "1",
                "PYTHONDONTWRITEBYTECODE", "1",
                "PYTHONWARNINGS", "ignore",
                "MLFLOW_HTTP_REQUEST_MAX_RETRIES", "1",
                "MLFLOW_REQUIREMENTS_INFERENCE_TIMEOUT", "1")); // it finds what a model imports, for half a minute
        environment.putAll(settings);
        Path output = Files.createDirectories(Repository.TARGET.resolve("python-output"))
                .resolve(script + "-in-aws-" + release.version() + ".log");
        List<String> words = new ArrayList<>(List.of(
                PythonClients.of(release).python(),
                SCRIPTS.resolve(script + ".py").toString(),
                uri.toString()));
        words.addAll(List.of(arguments));
        Command.Finished finished = new Command(words, folder, environment).run(output, LIMIT);
        assertEquals(0, finished.exitCode(), () -> script + " with " + release + " printed:\n" + finished.output());
    }
}
