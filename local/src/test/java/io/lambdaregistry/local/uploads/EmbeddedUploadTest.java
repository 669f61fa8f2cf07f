package io.lambdaregistry.local.uploads;

import static org.assertj.core.api.Assertions.assertThat;

import io.lambdaregistry.artifact.ArtifactPath;
import io.lambdaregistry.local.LocalRegistry;
import io.lambdaregistry.local.Options;
import io.lambdaregistry.registry.ModelVersion;
import io.lambdaregistry.registry.VersionSearch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CompletedMultipartUpload;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** Models that are uploaded to a registry's embedded S3 become versions. */
final class EmbeddedUploadTest {
    @TempDir
    private Path folder = Path.of("");

    private static void put(LocalRegistry registry, String key, String content) {
        registry.s3().putObject(object -> object.bucket(registry.bucket()).key(key), RequestBody.fromString(content));
    }

    /** Asks until the answer is the wanted one, or the test is given up. */
    private static <T> T eventually(Callable<T> question, Predicate<T> wanted) throws Exception {
        for (int i = 0; ; i++) {
            T answer = question.call();
            if (wanted.test(answer) || i == 1_000) {
                return answer;
            }
            Thread.sleep(30);
        }
    }

    private static List<ModelVersion> versions(LocalRegistry registry, String name, int wanted) throws Exception {
        return eventually(
                () -> registry.services()
                        .registry()
                        .searchVersions(VersionSearch.of(
                                "name = '" + name + "'", List.of("version_number ASC"), 100, Optional.empty()))
                        .items(),
                found -> found.size() >= wanted
                        && found.stream().allMatch(version -> version.tags().containsKey("upload.files")));
    }

    @Test
    void howeverItIsPutItIsRegistered() throws Exception {
        try (LocalRegistry registry = LocalRegistry.inMemory()) {
            put(registry, "models/m/put/MLmodel", "flavors: {sklearn: {}}");
            versions(registry, "m", 1);
            registry.s3()
                    .copyObject(copy -> copy.sourceBucket(registry.bucket())
                            .sourceKey("models/m/put/MLmodel")
                            .destinationBucket(registry.bucket())
                            .destinationKey("models/m/copied/MLmodel"));
            versions(registry, "m", 2);
            putInParts(registry, "models/m/in parts/MLmodel");
            assertThat(versions(registry, "m", 3))
                    .extracting(ModelVersion::source)
                    .containsExactly(
                            "mlflow-artifacts:/models/m/put",
                            "mlflow-artifacts:/models/m/copied",
                            "mlflow-artifacts:/models/m/in parts");
            put(registry, "models/m/put/MLmodel", "flavors: {sklearn: {}}");
            assertThat(versions(registry, "m", 4)).hasSize(4);
        }
    }

    private static void putInParts(LocalRegistry registry, String key) {
        String id = registry.s3()
                .createMultipartUpload(
                        upload -> upload.bucket(registry.bucket()).key(key))
                .uploadId();
        String etag = registry.s3()
                .uploadPart(
                        part -> part.bucket(registry.bucket())
                                .key(key)
                                .uploadId(id)
                                .partNumber(1),
                        RequestBody.fromString("flavors: {sklearn: {}}"))
                .eTag();
        CompletedPart part = CompletedPart.builder().partNumber(1).eTag(etag).build();
        registry.s3()
                .completeMultipartUpload(upload -> upload.bucket(registry.bucket())
                        .key(key)
                        .uploadId(id)
                        .multipartUpload(
                                CompletedMultipartUpload.builder().parts(part).build()));
    }

    @Test
    void aRefusedUploadIsKeptInTheDataFolderWithTheReason() throws Exception {
        Path letters = folder.resolve("uploads/dead-letters");
        try (LocalRegistry registry = LocalRegistry.start(Options.inFolder(folder))) {
            put(registry, "models/m/f/MLmodel", "a: [");
            List<Path> kept = eventually(() -> list(letters), found -> !found.isEmpty());
            assertThat(kept)
                    .singleElement()
                    .satisfies(letter ->
                            assertThat(letter).content().contains("models/m/f/MLmodel", "The YAML cannot be read"));
        }
        try (LocalRegistry registry = LocalRegistry.start(Options.inFolder(folder))) {
            put(registry, "models/m/f/MLmodel", "flavors: {sklearn: {}}");
            assertThat(versions(registry, "m", 1)).hasSize(1);
            assertThat(list(letters)).hasSize(1);
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json")).toList();
        }
    }

    @Test
    void anUploadByTheApiUnderTheSameKeyIsRegisteredToo() throws Exception {
        try (LocalRegistry registry = LocalRegistry.inMemory()) {
            registry.services()
                    .artifacts()
                    .put(
                            ArtifactPath.ofFile("models/by api/f/MLmodel"),
                            out -> out.write("flavors: {sklearn: {}}".getBytes(StandardCharsets.UTF_8)));
            assertThat(versions(registry, "by api", 1)).hasSize(1);
        }
    }
}
