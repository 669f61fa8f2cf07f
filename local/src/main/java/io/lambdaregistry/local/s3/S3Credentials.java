package io.lambdaregistry.local.s3;

import io.lambdaregistry.local.data.SecretFile;
import io.lambdaregistry.local.data.StartException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileProperty;

/**
 * The credentials of the embedded S3. They are kept in a file, so that clients and presigned URLs stay valid after a restart.
 *
 * @see <a href="https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html">AWS's shared credentials file</a>
 */
public final class S3Credentials {
    private static final String PROFILE = "default";

    private S3Credentials() {}

    public static AwsBasicCredentials random() {
        return AwsBasicCredentials.create("local" + randomHex(8), randomHex(24));
    }

    /** The credentials in the file, which is created where it is missing. */
    public static AwsBasicCredentials keptIn(Path file) throws IOException, StartException {
        if (!Files.exists(file)) {
            write(random(), file);
        }
        return read(file)
                .orElseThrow(() -> new StartException(
                        "The file " + file + " holds no AWS credentials. Delete it, and new ones are made."));
    }

    private static void write(AwsBasicCredentials credentials, Path file) throws IOException {
        String text = """
                [%s]
                %s = %s
                %s = %s
                """.formatted(
                        PROFILE,
                        ProfileProperty.AWS_ACCESS_KEY_ID,
                        credentials.accessKeyId(),
                        ProfileProperty.AWS_SECRET_ACCESS_KEY,
                        credentials.secretAccessKey());
        SecretFile.write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<AwsBasicCredentials> read(Path file) {
        try {
            Optional<Profile> profile = ProfileFile.builder()
                    .content(file)
                    .type(ProfileFile.Type.CREDENTIALS)
                    .build()
                    .profile(PROFILE);
            return profile.flatMap(found -> found.property(ProfileProperty.AWS_ACCESS_KEY_ID)
                    .flatMap(id -> found.property(ProfileProperty.AWS_SECRET_ACCESS_KEY)
                            .map(secret -> AwsBasicCredentials.create(id, secret))));
        } catch (IllegalArgumentException | IllegalStateException unreadable) {
            return Optional.empty();
        }
    }

    private static String randomHex(int bytes) {
        return HexFormat.of().formatHex(SecretFile.random(bytes));
    }
}
