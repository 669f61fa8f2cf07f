package io.lambdaregistry.local.commands;

import io.lambdaregistry.functions.ArtifactSettings;
import io.lambdaregistry.local.Options;
import io.lambdaregistry.local.gateway.Gateway;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that select the table and the bucket of the registry; they are the same for every command. */
final class StoreOptions {
    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private DataFolderOption data = new DataFolderOption();

    @Option(
            names = "--dynamodb-endpoint",
            paramLabel = "URL",
            description = "Use this DynamoDB instead of the embedded one.")
    private @Nullable String dynamoDbEndpoint;

    @Option(names = "--s3-endpoint", paramLabel = "URL", description = "Use this S3 instead of the embedded one.")
    private @Nullable String s3Endpoint;

    @Option(
            names = "--table",
            defaultValue = Options.DEFAULT_NAME,
            description = "The DynamoDB table, created if missing (default: ${DEFAULT-VALUE}).")
    private String table = Options.DEFAULT_NAME;

    @Option(
            names = "--bucket",
            defaultValue = Options.DEFAULT_NAME,
            description = "The S3 bucket, created if missing (default: ${DEFAULT-VALUE}).")
    private String bucket = Options.DEFAULT_NAME;

    @Option(
            names = "--default-artifact-root",
            paramLabel = "URI",
            defaultValue = ArtifactSettings.PROXIED_ROOT,
            description =
                    "The artifact root of new experiments: the default, or s3://<bucket>/… (default: ${DEFAULT-VALUE}).")
    private String artifactRoot = ArtifactSettings.PROXIED_ROOT;

    Options options(Gateway.Address address, int s3Port, boolean inMemory, boolean presignedOnly) {
        return new Options(
                address,
                s3Port,
                inMemory ? Optional.empty() : Optional.of(data.folder()),
                endpoint("--dynamodb-endpoint", dynamoDbEndpoint),
                endpoint("--s3-endpoint", s3Endpoint),
                table,
                bucket,
                (presignedOnly ? ArtifactSettings.OF_LAMBDA : ArtifactSettings.UNLIMITED).withRoot(artifactRoot),
                Options.DEFAULT_RETENTION,
                false,
                false);
    }

    private Optional<URI> endpoint(String option, @Nullable String text) {
        return text == null
                ? Optional.empty()
                : Optional.of(Urls.required(spec, option, "http://127.0.0.1:8000", text));
    }
}
