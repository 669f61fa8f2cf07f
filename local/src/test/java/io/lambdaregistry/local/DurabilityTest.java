package io.lambdaregistry.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lambdaregistry.local.data.StartException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.S3Object;

class DurabilityTest {
    @TempDir
    private Path folder = Path.of("");

    @RepeatedTest(2)
    void acknowledgedWritesSurviveAKill() throws Exception {
        List<String> acknowledged = new ArrayList<>();
        try (ChildJvm writer = ChildJvm.start(List.of(), Writer.class, folder.toString())) {
            for (int i = 0; i < 100; i++) {
                acknowledged.add(writer.readLine());
            }
            writer.kill();
            acknowledged.addAll(writer.remainingLines());
        }
        try (LocalRegistry registry = LocalRegistry.start(Options.inFolder(folder))) {
            for (String name : acknowledged) {
                assertThat(LocalRegistryTest.read(registry, name)).isEqualTo(name + " " + name);
            }
            // nor is there anything that is half written
            List<S3Object> objects =
                    registry.s3().listObjectsV2Paginator(r -> r.bucket(registry.bucket())).contents().stream()
                            .toList();
            assertThat(objects)
                    .allMatch(object -> object.key().matches("n\\d+"))
                    .allMatch(object -> object.size() == object.key().length());
            try (Stream<Path> files = Files.walk(folder.resolve("s3"))) {
                assertThat(files.filter(Files::isRegularFile)).hasSameSizeAs(objects);
            }
        }
    }

    @Test
    void aFolderOfABuildWithAnotherDatabaseIsRefusedAndLeftAsItWas() throws Exception {
        Files.writeString(folder.resolve("dynamodb.sqlite"), "DynamoDB Local's");
        assertThatThrownBy(() -> LocalRegistry.start(Options.inFolder(folder)))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("./registry import --from");
        assertThat(folder.resolve("dynamodb.sqlite")).hasContent("DynamoDB Local's");
        assertThat(folder.resolve("registry.sqlite")).doesNotExist();
    }
}
