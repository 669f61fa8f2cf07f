package io.lambdaregistry.local.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lambdaregistry.local.ChildJvm;
import io.lambdaregistry.local.LocalRegistry;
import io.lambdaregistry.local.Options;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** The start on a data folder of an earlier format: the folder as it was is kept, whenever the process ends on the way. */
class FolderUpgradeTest {
    private static final int ARTIFACTS = 60;

    @TempDir
    private Path folder = Path.of("");

    private Map<String, String> before = Map.of();

    /** A folder of format 1, which has no index of its artifacts and no mark of its format. */
    @BeforeEach
    void makeFolderOfFirstFormat() throws Exception {
        try (LocalRegistry registry = start()) {
            registry.services().registry().createModel("m", "kept", Map.of());
        }
        Files.delete(folder.resolve("format"));
        Files.delete(folder.resolve("objects.sqlite"));
        BlobStore artifacts = new FilesystemNio2BlobStore(folder.resolve("s3").toString());
        for (int number = 0; number < ARTIFACTS; number++) {
            byte[] content = ("artifact " + number).getBytes(StandardCharsets.UTF_8);
            artifacts.putBlob(
                    PutObjectRequest.builder()
                            .bucket("model-registry")
                            .key("1/" + number)
                            .contentType("text/special")
                            .contentLength((long) content.length)
                            .build(),
                    new ByteArrayInputStream(content));
        }
        before = content(folder);
    }

    private LocalRegistry start() throws StartException {
        return LocalRegistry.start(Options.inFolder(folder));
    }

    private void isServedWhole() throws StartException {
        try (LocalRegistry registry = start()) {
            assertThat(registry.services().registry().getModel("m").description())
                    .isEqualTo("kept");
            assertThat(registry.s3()
                            .listObjectsV2(list -> list.bucket(registry.bucket()))
                            .contents())
                    .hasSize(ARTIFACTS);
            var artifact = registry.s3()
                    .getObjectAsBytes(get -> get.bucket(registry.bucket()).key("1/7"));
            assertThat(artifact.asUtf8String()).isEqualTo("artifact 7");
            assertThat(artifact.response().contentType()).isEqualTo("text/special");
        }
    }

    @Test
    void isUpgradedWithACopyAndServed() throws Exception {
        try (LocalRegistry registry = start()) {
            assertThat(registry.copyBeforeUpgrade()).contains(folder.resolve("before-format-2"));
        }
        assertThat(folder.resolve("format")).hasContent("2\n");
        assertThat(folder.resolve("upgrade")).doesNotExist();
        isServedWhole();
        assertThat(content(folder.resolve("before-format-2"))).isEqualTo(before);
        try (LocalRegistry registry = start()) {
            assertThat(registry.copyBeforeUpgrade()).isEmpty();
        }
    }

    @Test
    void whatHappensAfterwardsLeavesTheCopyAsItIs() throws Exception {
        try (LocalRegistry registry = start()) {
            registry.s3()
                    .deleteObject(delete -> delete.bucket(registry.bucket()).key("1/7"));
            registry.services().registry().deleteModel("m");
        }
        assertThat(content(folder.resolve("before-format-2"))).isEqualTo(before);
    }

    @Test
    void anEarlierCopyStaysBesideTheNewOne() throws Exception {
        Files.writeString(
                Files.createDirectory(folder.resolve("before-format-2")).resolve("x"), "earlier");
        try (LocalRegistry registry = start()) {
            assertThat(registry.copyBeforeUpgrade()).contains(folder.resolve("before-format-2-2"));
        }
        assertThat(folder.resolve("before-format-2/x")).hasContent("earlier");
        assertThat(content(folder.resolve("before-format-2-2"))).isEqualTo(before);
    }

    /** The end of a process at each moment of an upgrade: as soon as it has made one of these files. */
    @Test
    void goesOnAfterEveryKill() throws Exception {
        for (String made : List.of(
                "upgrade",
                "before-format-2.part",
                "before-format-2",
                "objects.sqlite",
                "objects.sqlite-wal",
                "format")) {
            try (ChildJvm jvm = ChildJvm.start(List.of(), Upgrading.class, folder.toString())) {
                jvm.readLine();
                while (!Files.exists(folder.resolve(made)) && !Files.exists(folder.resolve("format"))) {
                    Thread.onSpinWait();
                }
                jvm.kill();
            }
        }
        isServedWhole();
        assertThat(content(folder.resolve("before-format-2"))).isEqualTo(before);
        assertThat(folder.resolve("before-format-2-2")).doesNotExist();
        assertThat(folder.resolve("upgrade")).doesNotExist();
    }

    /** Starts a registry in the folder of its argument. */
    static final class Upgrading {
        private Upgrading() {}

        public static void main(String[] arguments) throws Exception {
            System.out.println("ready");
            LocalRegistry.start(Options.inFolder(Path.of(arguments[0])));
        }
    }

    @Test
    void aCopyThatWasBegunIsMadeAnew() throws Exception {
        Files.writeString(folder.resolve("upgrade"), "before-format-2\n");
        Files.writeString(
                Files.createDirectories(folder.resolve("before-format-2.part/s3"))
                        .resolve("half"),
                "h");
        isServedWhole();
        assertThat(content(folder.resolve("before-format-2"))).isEqualTo(before);
        assertThat(folder.resolve("before-format-2.part")).doesNotExist();
    }

    @Test
    void aStepThatWasBegunIsRepeatedAndTheCopyOfBeforeIsKept() throws Exception {
        List<String> steps = new ArrayList<>();
        List<FolderUpgrade.Step> upgrades = List.of(
                new FolderUpgrade.Step(2, opened -> {
                    steps.add("2");
                    Files.writeString(opened.resolve("new"), "2");
                }),
                new FolderUpgrade.Step(3, opened -> {
                    steps.add("3");
                    if (steps.size() < 3) {
                        throw new IOException("No space left on device");
                    }
                }));
        assertThatThrownBy(() -> upgrade(upgrades))
                .isInstanceOf(StartException.class)
                .hasMessageContainingAll("cannot be upgraded", "No space left on device", "Nothing is lost");
        assertThat(folder.resolve("format")).hasContent("2\n");
        upgrade(upgrades);
        assertThat(steps).containsExactly("2", "3", "3");
        assertThat(folder.resolve("format")).hasContent("3\n");
        assertThat(content(folder.resolve("before-format-3"))).isEqualTo(before);
        assertThatThrownBy(this::start).hasMessageContainingAll("newer build", "format 3", "Start that build");
    }

    private void upgrade(List<FolderUpgrade.Step> steps) throws StartException {
        try (DataFolder opened = DataFolder.open(folder)) {
            opened.upgrade(steps);
        }
    }

    @Test
    void aNoteThatNamesNoCopyIsRefused() throws Exception {
        Files.writeString(folder.resolve("upgrade"), "../elsewhere\n");
        assertThatThrownBy(this::start).hasMessageContainingAll("upgrade must name the copy", "backup");
        assertThat(folder.resolve("format")).doesNotExist();
    }

    @Test
    void aFolderThatIsRefusedIsNotChanged() throws Exception {
        Files.move(folder.resolve("registry.sqlite"), folder.resolve("dynamodb.sqlite"));
        Map<String, String> refused = content(folder);
        assertThatThrownBy(this::start).hasMessageContaining("import --from");
        assertThat(content(folder)).isEqualTo(refused);
    }

    /** The files of a folder with their contents and extended attributes. */
    private static Map<String, String> content(Path folder) throws IOException {
        Map<String, String> content = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(each -> Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS))
                    .toList()) {
                String name = folder.relativize(file).toString();
                if (!name.equals("lock")) {
                    content.put(
                            name, new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1) + attributes(file));
                }
            }
        }
        return content;
    }

    private static Map<String, String> attributes(Path file) throws IOException {
        Map<String, String> attributes = new TreeMap<>();
        if (Files.getFileStore(file).supportsFileAttributeView("user")) {
            UserDefinedFileAttributeView view = Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
            for (String name : view.list()) {
                ByteBuffer value = ByteBuffer.allocate(view.size(name));
                view.read(name, value);
                attributes.put(name, new String(value.array(), StandardCharsets.ISO_8859_1));
            }
        }
        return attributes;
    }
}
