package io.lambdaregistry.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lambdaregistry.artifact.ArtifactPath;
import io.lambdaregistry.artifact.ArtifactRoots;
import io.lambdaregistry.artifact.ArtifactStore;
import io.lambdaregistry.artifact.Artifacts;
import io.lambdaregistry.error.ErrorCode;
import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.registry.Occasion;
import io.lambdaregistry.registry.VersionSeal;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The digesting of a version's files, on stores in memory, with ranges of a few bytes. */
final class SealingTest {
    private static final SealRequest VERSION = new SealRequest("m", 1);
    private static final long RANGE = 10;

    private final Bucket bucket = new Bucket();
    private final Store store = new Store();
    private Sealing sealing = newProcess();

    private Sealing newProcess() {
        return new Sealing(store, bucket, artifacts(), (_, _, _) -> {}, () -> Instant.ofEpochMilli(7), RANGE);
    }

    /** Artifacts of which no run is known; nothing is read through them. */
    private static Artifacts artifacts() {
        return new Artifacts(refusing(ArtifactStore.class), refusing(ArtifactRoots.class), "bucket");
    }

    private static <T> T refusing(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (_, method, _) -> {
            throw RegistryException.notFound("'gone' is not found by " + method.getName());
        }));
    }

    private static Manifest manifest(Map<String, String> contents) {
        return new Manifest(contents.entrySet().stream()
                .map(file -> new ManifestFile(file.getKey(), file.getValue().length(), sha256(file.getValue())))
                .toList());
    }

    private static String sha256(String content) {
        ResumableSha256 digest = new ResumableSha256();
        byte[] bytes = content.getBytes(StandardCharsets.US_ASCII);
        digest.add(bytes, 0, bytes.length);
        return digest.hex();
    }

    @Test
    void aVersionIsSealedWithTheDigestsOfItsFiles() {
        bucket.put("m/MLmodel", "flavors")
                .put("m/data/model.pkl", "a pickle of more than a range")
                .put("m/empty", "");
        bucket.put("mm/other", "no file of the folder");
        assertThat(sealing.seal(VERSION, () -> true)).isTrue();
        Manifest expected =
                manifest(Map.of("MLmodel", "flavors", "data/model.pkl", "a pickle of more than a range", "empty", ""));
        assertThat(store.sealed).isEqualTo(Optional.of(expected));
        assertThat(store.progress).isEmpty();
        assertThat(bucket.bytesRead).isEqualTo(expected.size());
    }

    @Test
    void eachProcessContinuesWhereTheLastWasStopped() {
        bucket.put("m/a", "0123456789".repeat(10) + "abc")
                .put("m/b", "x".repeat(31))
                .put("m/c", "");
        int calls = 0;
        while (!newProcess().seal(VERSION, () -> false)) {
            calls++;
        }
        assertThat(calls).isEqualTo(11 + 4);
        assertThat(store.sealed)
                .contains(manifest(Map.of("a", "0123456789".repeat(10) + "abc", "b", "x".repeat(31), "c", "")));
        assertThat(bucket.bytesRead).as("each byte is read once").isEqualTo(103 + 31);
    }

    /** Of a file of 20 GB all but its end was digested by earlier processes. */
    @Test
    void positionsInAFileMayBeLargerThanAnInt() {
        long size = 20L << 30;
        ListedFile large = new ListedFile("large", size, "etag", 1);
        byte[] state = new byte[40];
        ByteBuffer.wrap(state).putLong(32, size - 64);
        store.progress.put("large", new Progress(large, ResumableSha256.from(state)));
        List<Long> positions = new ArrayList<>();
        FolderFiles files = new FolderFiles() {
            @Override
            public Listing list(ArtifactPath folder, int most) {
                return new Listing("m/", List.of(large));
            }

            @Override
            public Optional<InputStream> read(String prefix, ListedFile file, long first, long length) {
                positions.add(first);
                positions.add(length);
                return Optional.of(new ByteArrayInputStream(new byte[(int) length]));
            }
        };
        sealing = new Sealing(store, files, artifacts(), (_, _, _) -> {}, () -> Instant.EPOCH, 40);
        assertThat(sealing.seal(VERSION, () -> true)).isTrue();
        assertThat(positions).containsExactly(size - 64, 40L, size - 24, 24L);
        assertThat(store.sealed.orElseThrow().size()).isEqualTo(size);
    }

    @Test
    void aFileThatChangesWhileItIsReadIsReadAgain() {
        bucket.put("m/a", "before".repeat(5)).put("m/b", "stays");
        assertThat(sealing.seal(VERSION, () -> false)).isFalse();
        bucket.put("m/a", "afterwards".repeat(5));
        assertThat(newProcess().seal(VERSION, () -> true)).isTrue();
        assertThat(store.sealed).contains(manifest(Map.of("a", "afterwards".repeat(5), "b", "stays")));
    }

    @Test
    void filesThatComeOrChangeDuringTheReadingAreInTheManifest() {
        bucket.put("m/a", "before".repeat(5)).put("m/b", "stays");
        bucket.afterRead.add(() -> bucket.put("m/a", "replaced"));
        bucket.afterRead.add(() -> bucket.put("m/late", "file"));
        assertThat(sealing.seal(VERSION, () -> true)).isTrue();
        assertThat(store.sealed).contains(manifest(Map.of("a", "replaced", "b", "stays", "late", "file")));
    }

    @Test
    void filesThatNeverRestAreLeftToALaterCall() {
        bucket.put("m/a", "0");
        for (int i = 0; i < 3; i++) {
            String content = "content " + i;
            bucket.afterRead.add(() -> bucket.put("m/a", content));
        }
        assertThat(sealing.seal(VERSION, () -> true)).isFalse();
        assertThat(store.sealed).isEmpty();
        assertThat(sealing.seal(VERSION, () -> true)).isTrue();
        assertThat(store.sealed).contains(manifest(Map.of("a", "content 2")));
    }

    @Test
    void aVersionThatSharesItsFilesTakesTheManifestOfTheOtherAndReadsNothing() {
        bucket.put("m/a", "content");
        sealing.seal(VERSION, () -> true);
        store.startAgain();
        long read = bucket.bytesRead;
        assertThat(sealing.seal(VERSION, () -> true)).isTrue();
        assertThat(store.sealed).contains(manifest(Map.of("a", "content")));
        assertThat(bucket.bytesRead).isEqualTo(read);
        store.startAgain();
        bucket.put("m/a", "another");
        assertThat(sealing.seal(VERSION, () -> true)).isTrue();
        assertThat(store.sealed).contains(manifest(Map.of("a", "another")));
    }

    @Test
    void aSealedVersionAndOneThatIsGoneAreDone() {
        bucket.put("m/a", "content");
        sealing.seal(VERSION, () -> true);
        bucket.put("m/a", "another");
        assertThat(sealing.seal(VERSION, () -> true)).isTrue();
        assertThat(store.sealed).contains(manifest(Map.of("a", "content")));
        store.location = "";
        assertThat(sealing.seal(VERSION, () -> true)).isTrue();
    }

    @Test
    void aSourceThatCannotBeReachedHasItsReason() {
        for (String location : List.of(
                "s3://foreign/m", "runs:/gone/model", "https://host/m", "mlflow-artifacts:/", "mlflow-artifacts:/m")) {
            store.startAgain();
            store.location = location;
            assertThat(sealing.seal(VERSION, () -> true)).as(location).isTrue();
            assertThat(store.sealed).isEmpty();
            assertThat(store.reason).as(location).isNotEmpty();
        }
        assertThat(store.reason).isEqualTo("There are no files at 'mlflow-artifacts:/m'.");
    }

    @Test
    void aStoreThatDoesNotAnswerIsAskedAgainLater() {
        bucket.put("m/a", "content");
        bucket.afterRead.add(() -> {
            throw new RegistryException(ErrorCode.TEMPORARILY_UNAVAILABLE, "later");
        });
        assertThatThrownBy(() -> sealing.seal(VERSION, () -> true)).isInstanceOf(RegistryException.class);
        assertThat(store.reason).isEmpty();
        assertThat(sealing.seal(VERSION, () -> true)).isTrue();
    }

    /** A bucket whose files have their content as ETag. */
    private static final class Bucket implements FolderFiles {
        private final SortedMap<String, String> contents = new TreeMap<>();
        private final List<Runnable> afterRead = new ArrayList<>();
        private long bytesRead;

        Bucket put(String path, String content) {
            contents.put(path, content);
            return this;
        }

        @Override
        public Listing list(ArtifactPath folder, int most) {
            String prefix = folder.value() + "/";
            return new Listing(
                    prefix,
                    contents.entrySet().stream()
                            .filter(file -> file.getKey().startsWith(prefix))
                            .map(file -> new ListedFile(
                                    file.getKey().substring(prefix.length()),
                                    file.getValue().length(),
                                    file.getValue(),
                                    1))
                            .toList());
        }

        @Override
        public Optional<InputStream> read(String prefix, ListedFile file, long first, long length) {
            String content = contents.get(prefix + file.path());
            if (content == null || !content.equals(file.etag())) {
                return Optional.empty();
            }
            if (!afterRead.isEmpty()) {
                afterRead.removeFirst().run();
            }
            bytesRead += length;
            return Optional.of(
                    new ByteArrayInputStream(content.getBytes(StandardCharsets.US_ASCII), (int) first, (int) length));
        }
    }

    /** Keeps what another process would find: progress as it was when it was stored. */
    private static final class Store implements SealStore {
        private final Map<String, Progress> progress = new HashMap<>();
        private final Map<String, Manifest> manifests = new HashMap<>();
        private Optional<Manifest> sealed = Optional.empty();
        private String location = "mlflow-artifacts:/m";
        private String reason = "";

        void startAgain() {
            sealed = Optional.empty();
            reason = "";
        }

        @Override
        public Optional<Target> find(SealRequest request) {
            VersionSeal seal = sealed.<VersionSeal>map(
                            manifest -> new VersionSeal.Sealed(manifest.digest(), manifest.id(), 1, 1, 1))
                    .orElseGet(VersionSeal.Pending::new);
            return location.isEmpty() ? Optional.empty() : Optional.of(new Target(location, seal));
        }

        @Override
        public List<SealRequest> versionsOf(String modelId) {
            return List.of(VERSION);
        }

        @Override
        public Optional<Manifest> manifestOf(String storageLocation, String listing) {
            return Optional.ofNullable(manifests.get(storageLocation + listing));
        }

        @Override
        public Map<String, Progress> progress(SealRequest request) {
            return Map.copyOf(progress);
        }

        @Override
        public void keep(SealRequest request, Collection<Progress> files) {
            files.forEach(file -> progress.put(
                    file.file().path(),
                    new Progress(file.file(), ResumableSha256.from(file.state().state()))));
        }

        @Override
        public void forgetProgress(SealRequest request) {
            progress.clear();
        }

        @Override
        public void seal(SealRequest request, Manifest manifest, String listing, Occasion occasion) {
            sealed = Optional.of(manifest);
            manifests.put(location + listing, manifest);
        }

        @Override
        public void cannotReach(SealRequest request, String why) {
            reason = why;
        }

        @Override
        public Manifest manifest(String id) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Part files(String manifest, Optional<String> pageToken) {
            throw new UnsupportedOperationException();
        }
    }
}
