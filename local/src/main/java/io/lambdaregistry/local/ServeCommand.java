package io.lambdaregistry.local;

import io.lambdaregistry.functions.artifacts.ArtifactSettings;
import io.lambdaregistry.local.gateway.Gateway;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code registry serve}: runs until it is told to stop. */
@Command(
        name = "serve",
        description = "Runs the registry on this machine until Ctrl-C.",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ServeCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = "--host",
            defaultValue = "127.0.0.1",
            description = "The address to listen on (default: ${DEFAULT-VALUE}).")
    private String host = "127.0.0.1";

    @Option(
            names = "--port",
            defaultValue = "8081",
            description = "The port to listen on; 0 for any (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--s3-port",
            paramLabel = "PORT",
            description = "The embedded S3's port on 127.0.0.1; 0 for any (default: the one after --port, 8082).")
    private @Nullable Integer s3Port;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = ".registry",
            description = "The folder that keeps everything (default: ${DEFAULT-VALUE}).")
    private Path data = Path.of(".registry");

    @Option(names = "--in-memory", description = "Keep nothing: all is gone when the registry stops.")
    private boolean inMemory;

    @Option(names = "--dynamodb-endpoint", paramLabel = "URL", description = "Use this DynamoDB, not the embedded one.")
    private @Nullable String dynamoDbEndpoint;

    @Option(names = "--s3-endpoint", paramLabel = "URL", description = "Use this S3, not the embedded one.")
    private @Nullable String s3Endpoint;

    @Option(
            names = "--table",
            defaultValue = Options.DEFAULT_NAME,
            description = "The DynamoDB table, made if missing (default: ${DEFAULT-VALUE}).")
    private String table = Options.DEFAULT_NAME;

    @Option(
            names = "--bucket",
            defaultValue = Options.DEFAULT_NAME,
            description = "The S3 bucket, made if missing (default: ${DEFAULT-VALUE}).")
    private String bucket = Options.DEFAULT_NAME;

    @Option(
            names = "--allowed-hosts",
            split = ",",
            paramLabel = "NAME",
            description = "Names that requests may have as Host, beside localhost and --host.")
    private Set<String> allowedHosts = new LinkedHashSet<>();

    @Option(
            names = "--default-artifact-root",
            paramLabel = "URI",
            defaultValue = ArtifactSettings.PROXIED_ROOT,
            description =
                    "Where new experiments keep artifacts: there, or s3://<bucket>/… (default: ${DEFAULT-VALUE}).")
    private String artifactRoot = ArtifactSettings.PROXIED_ROOT;

    @Option(
            names = "--artifacts-presigned-only",
            description = "Have clients move artifacts to and from S3 themselves, as with a deployed registry.")
    private boolean presignedOnly;

    @Mixin
    private MlflowUiOption mlflowUi = new MlflowUiOption();

    @Override
    public Integer call() throws StartException {
        serve(options());
        return CommandLine.ExitCode.OK;
    }

    private Options options() {
        return new Options(
                new Gateway.Address(host, port("--port", port), Set.copyOf(allowedHosts)),
                port("--s3-port", s3Port == null ? portAfter(port) : s3Port),
                inMemory ? Optional.empty() : Optional.of(data),
                endpoint("--dynamodb-endpoint", dynamoDbEndpoint),
                endpoint("--s3-endpoint", s3Endpoint),
                table,
                bucket,
                ArtifactSettings.UNLIMITED.withRoot(artifactRoot).withPresignedOnly(presignedOnly));
    }

    private int port(String option, int number) {
        if (number < 0 || number > 65_535) {
            throw refused(option + " takes 0 to 65535, not " + number + ".");
        }
        return number;
    }

    /** So that two registries, each on a port of its own, don't meet at their S3s. */
    private static int portAfter(int port) {
        return port == 0 || port == 65_535 ? 0 : port + 1;
    }

    private Optional<URI> endpoint(String option, @Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        return Optional.of(Urls.http(text)
                .orElseThrow(
                        () -> refused(option + " takes a URL such as http://127.0.0.1:8000, not '" + text + "'.")));
    }

    private ParameterException refused(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private void serve(Options options) throws StartException {
        LocalRegistry registry = LocalRegistry.start(options, mlflowUi.files());
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                "Lambda Model Registry %s is serving %s (data: %s)%n",
                Version.current(), registry.uri(), options.whereDataIs());
        registry.s3Credentials()
                .ifPresent(file -> out.printf(
                        "Its S3 is at %s (bucket: %s, credentials: %s)%n",
                        registry.s3Endpoint(), registry.bucket(), file));
        out.flush();
        UntilStopped.waitAndClose(registry::close);
    }
}
