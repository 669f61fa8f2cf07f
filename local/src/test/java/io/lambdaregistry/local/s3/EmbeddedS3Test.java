package io.lambdaregistry.local.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lambdaregistry.local.LocalRegistry;
import io.lambdaregistry.local.Options;
import io.lambdaregistry.local.data.StartException;
import io.lambdaregistry.local.gateway.Gateway;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The embedded S3 as seen by a separate client with the stored credentials. */
class EmbeddedS3Test {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void letsInWhoHasTheKeptCredentialsAlsoAfterARestartOnTheSamePort() throws Exception {
        int port;
        try (LocalRegistry registry = LocalRegistry.start(Options.inFolder(folder))) {
            port = registry.s3Endpoint().getPort();
            try (S3Client client = client(registry.s3Endpoint(), kept(registry))) {
                client.putObject(r -> r.bucket(registry.bucket()).key("a"), RequestBody.fromString("by a client"));
            }
        }
        AwsCredentials before = profile(folder.resolve("s3-credentials"));
        Options again = Options.inFolder(folder).on(Gateway.Address.anyPort(), port);
        try (LocalRegistry registry = LocalRegistry.start(again);
                S3Client client = client(URI.create("http://127.0.0.1:" + port), before)) {
            assertThat(kept(registry)).isEqualTo(before);
            assertThat(client.getObjectAsBytes(r -> r.bucket(registry.bucket()).key("a"))
                            .asUtf8String())
                    .isEqualTo("by a client");
        }
    }

    @Test
    void refusesWhoHasOthers() throws Exception {
        try (LocalRegistry registry = LocalRegistry.start(Options.inFolder(folder));
                S3Client client = client(
                        registry.s3Endpoint(),
                        AwsBasicCredentials.create(kept(registry).accessKeyId(), "another secret"))) {
            assertThatThrownBy(() -> client.listObjectsV2(r -> r.bucket(registry.bucket())))
                    .isInstanceOfSatisfying(
                            S3Exception.class,
                            refusal -> assertThat(refusal.statusCode()).isEqualTo(403));
        }
    }

    @Test
    void keepsItsCredentialsForTheirOwnerOnly() throws Exception {
        Path file = folder.resolve("s3-credentials");
        AwsBasicCredentials kept = S3Credentials.keptIn(file);
        assertThat(S3Credentials.keptIn(file)).isEqualTo(kept);
        assertThat(profile(file)).isEqualTo(kept);
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        }
        assertThat(folder.toFile().list()).containsExactly("s3-credentials");
    }

    @Test
    void saysSoWhereTheKeptCredentialsAreNone() throws Exception {
        Path file = Files.writeString(folder.resolve("s3-credentials"), "[default]\naws_access_key_id = a\n");
        assertThatThrownBy(() -> S3Credentials.keptIn(file))
                .isInstanceOf(StartException.class)
                .hasMessage("The file " + file + " holds no AWS credentials. Delete it, and new ones are made.");
        Files.writeString(file, "no profile");
        assertThatThrownBy(() -> S3Credentials.keptIn(file)).isInstanceOf(StartException.class);
    }

    private static AwsCredentials kept(LocalRegistry registry) {
        return profile(registry.s3Credentials().orElseThrow());
    }

    /** As the SDK reads it of {@code AWS_SHARED_CREDENTIALS_FILE}. */
    private static AwsCredentials profile(Path file) {
        ProfileFile profiles = ProfileFile.builder()
                .content(file)
                .type(ProfileFile.Type.CREDENTIALS)
                .build();
        try (ProfileCredentialsProvider provider =
                ProfileCredentialsProvider.builder().profileFile(profiles).build()) {
            return provider.resolveCredentials();
        }
    }

    /** With nothing set that a user would not set, but for the path style that an IP address needs. */
    private static S3Client client(URI endpoint, AwsCredentials credentials) {
        return S3Client.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .forcePathStyle(true)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }
}
