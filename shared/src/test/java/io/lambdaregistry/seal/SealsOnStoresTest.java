package io.lambdaregistry.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lambdaregistry.access.Principal;
import io.lambdaregistry.artifact.ArtifactPath;
import io.lambdaregistry.artifact.Artifacts;
import io.lambdaregistry.dynamodb.event.DynamoEventStore;
import io.lambdaregistry.dynamodb.kit.Table;
import io.lambdaregistry.dynamodb.registry.DynamoRegistryStore;
import io.lambdaregistry.dynamodb.seal.DynamoSealStore;
import io.lambdaregistry.dynamodb.seal.DynamoSignatureStore;
import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.event.RegistryChange.VersionSealed;
import io.lambdaregistry.event.RegistryEvent;
import io.lambdaregistry.json.Json;
import io.lambdaregistry.registry.NewModelVersion;
import io.lambdaregistry.registry.Occasion;
import io.lambdaregistry.registry.VersionSeal;
import io.lambdaregistry.s3.S3ArtifactStore;
import io.lambdaregistry.s3.S3FolderFiles;
import io.lambdaregistry.seal.signature.FolderSignature;
import io.lambdaregistry.seal.signature.RegistryKey;
import io.lambdaregistry.seal.signature.RegistrySignatures;
import io.lambdaregistry.seal.signature.SignatureStore;
import io.lambdaregistry.seal.signature.SignatureVerdict;
import io.lambdaregistry.seal.signature.Signatures;
import io.lambdaregistry.seal.signature.SignedBundles;
import io.lambdaregistry.seal.signature.VersionSignature;
import io.lambdaregistry.search.PageTokens;
import io.lambdaregistry.testing.StoresSuite;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/** The sealing on the embedded stores: interrupted at every step, by several at once, and with very many files. */
final class SealsOnStoresTest extends StoresSuite {
    private static final PageTokens TOKENS = new PageTokens(() -> new byte[32]);
    private static final Occasion OCCASION = new Occasion(Principal.UNKNOWN, 1_000_000);

    private Table table;
    private DynamoRegistryStore registry;
    private DynamoEventStore events;
    private DynamoSealStore seals;
    private int models;

    @BeforeAll
    void connect() {
        table = new Table(stores.dynamoDb(), stores.tableName());
        registry = new DynamoRegistryStore(table, TOKENS);
        events = new DynamoEventStore(table, TOKENS);
        seals = new DynamoSealStore(table, TOKENS);
    }

    private static final class Killed extends Error {
        Killed() {
            super("killed");
        }
    }

    /** Clients with which a process is killed before its n-th call. */
    private record Killer(AtomicInteger left) {
        <C> C client(Class<C> type, C real) {
            return type.cast(Proxy.newProxyInstance(
                    type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
                        if (left.getAndDecrement() == 0) {
                            throw new Killed();
                        }
                        try {
                            return method.invoke(real, args);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    }));
        }
    }

    private Sealing sealing(DynamoDbClient dynamoDb, S3Client s3) {
        return sealing(dynamoDb, s3, (_, _, _) -> {});
    }

    private Sealing sealing(DynamoDbClient dynamoDb, S3Client s3, Sealing.BeforeSeal beforeSeal) {
        return new Sealing(
                new DynamoSealStore(new Table(dynamoDb, stores.tableName()), TOKENS),
                new S3FolderFiles(s3, stores.bucket()),
                new Artifacts(new S3ArtifactStore(s3, stores.bucket()), new NoRoots(), stores.bucket()),
                beforeSeal,
                InstantSource.system(),
                100);
    }

    private Sealing sealing() {
        return sealing(stores.dynamoDb(), stores.s3());
    }

    private void put(String path, String content) throws IOException {
        new S3ArtifactStore(stores.s3(), stores.bucket())
                .put(new ArtifactPath(path), out -> out.write(content.getBytes(StandardCharsets.UTF_8)));
    }

    /** A model with one version in a folder of its own. */
    private String newModel() {
        String name = "model-" + ++models;
        registry.createModel(name, "", Map.of(), OCCASION);
        newVersion(name, name);
        return name;
    }

    private void newVersion(String name, String folder) {
        String uri = "mlflow-artifacts:/sealed/" + folder;
        registry.createVersion(name, () -> new NewModelVersion(uri, uri, "", "", "", "", Map.of()), OCCASION);
    }

    private SealRequest request(String name, long version) {
        return events.eventsSince(0).stream()
                .filter(event -> event.name().equals(name))
                .findFirst()
                .map(event -> new SealRequest(event.modelId(), version))
                .orElseThrow();
    }

    private List<RegistryEvent> sealings(String name) {
        return events.eventsSince(0).stream()
                .filter(event -> event.name().equals(name) && event.change() instanceof VersionSealed)
                .toList();
    }

    private VersionSeal.Sealed seal(String name, long version) {
        return (VersionSeal.Sealed) registry.getVersion(name, version).seal();
    }

    private List<ManifestFile> files(String manifest) {
        List<ManifestFile> files = new ArrayList<>();
        SealStore.Part part = seals.files(manifest, Optional.empty());
        files.addAll(part.files());
        while (part.nextPageToken().isPresent()) {
            part = seals.files(manifest, part.nextPageToken());
            files.addAll(part.files());
        }
        return files;
    }

    @Test
    void aProcessMayBeKilledBeforeEachOfItsCalls() throws IOException {
        for (int calls = 0; ; calls++) {
            String name = newModel();
            put("sealed/" + name + "/MLmodel", "x".repeat(150));
            put("sealed/" + name + "/data/weights", "y".repeat(150));
            SealRequest request = request(name, 1);
            Killer killer = new Killer(new AtomicInteger(calls));
            Sealing mortal = sealing(
                    killer.client(DynamoDbClient.class, stores.dynamoDb()), killer.client(S3Client.class, stores.s3()));
            boolean killed = false;
            try {
                AtomicInteger ranges = new AtomicInteger();
                while (!mortal.seal(request, () -> ranges.incrementAndGet() % 2 == 0)) {
                    assertThat(ranges.get()).isLessThan(20);
                }
            } catch (Killed death) {
                killed = true;
            }
            assertThat(sealing().seal(request, () -> true)).isTrue();
            assertThat(sealings(name)).hasSize(1);
            assertThat(files(seal(name, 1).manifest()))
                    .extracting(ManifestFile::path)
                    .containsExactly("MLmodel", "data/weights");
            assertThat(seals.progress(request)).isEmpty();
            if (!killed) {
                assertThat(calls).isGreaterThan(20);
                return;
            }
        }
    }

    /** A signature on P-256 differs each time, so that a repeated one would be another. */
    private static final class TestKey implements RegistryKey {
        private final KeyPair keys;

        TestKey() throws GeneralSecurityException {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            keys = generator.generateKeyPair();
        }

        @Override
        public PublicKey publicKey() {
            return keys.getPublic();
        }

        @Override
        public byte[] sign(byte[] sha256) {
            try {
                Signature signature = Signature.getInstance("NONEwithECDSA");
                signature.initSign(keys.getPrivate());
                signature.update(sha256);
                return signature.sign();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private RegistrySignatures signing(DynamoDbClient dynamoDb, RegistryKey key) {
        Table its = new Table(dynamoDb, stores.tableName());
        SealStore itsSeals = new DynamoSealStore(its, TOKENS);
        SignatureStore store = new DynamoSignatureStore(its);
        return new RegistrySignatures(
                () -> Optional.of(key),
                store,
                itsSeals,
                new Signatures(store, itsSeals, Json::parse, InstantSource.system()),
                InstantSource.system());
    }

    private Signatures signatures() {
        return new Signatures(new DynamoSignatureStore(table), seals, Json::parse, InstantSource.system());
    }

    @Test
    void theRegistrySignsOnceThoughItIsKilledBeforeEachOfItsCalls() throws Exception {
        TestKey key = new TestKey();
        for (int calls = 0; ; calls++) {
            String name = newModel();
            put("sealed/" + name + "/MLmodel", "x");
            SealRequest request = request(name, 1);
            sealing().seal(request, () -> true);
            Killer killer = new Killer(new AtomicInteger(calls));
            boolean killed = false;
            try {
                signing(killer.client(DynamoDbClient.class, stores.dynamoDb()), key)
                        .sign(request);
            } catch (Killed death) {
                killed = true;
            }
            signing(stores.dynamoDb(), key).sign(request);
            assertThat(signatures().of(registry.getVersion(name, 1)))
                    .singleElement()
                    .satisfies(judged -> {
                        assertThat(judged.signature().origin()).isEqualTo(VersionSignature.Origin.REGISTRY);
                        assertThat(judged.verdict()).isInstanceOf(SignatureVerdict.Verified.class);
                    });
            if (!killed) {
                assertThat(calls).isGreaterThan(5);
                return;
            }
        }
    }

    @Test
    void ofManyAtOnceOneSignsForTheRegistry() throws Exception {
        TestKey key = new TestKey();
        String name = newModel();
        put("sealed/" + name + "/MLmodel", "x");
        SealRequest request = request(name, 1);
        sealing().seal(request, () -> true);
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Callable<Boolean>> calls = IntStream.range(0, 8)
                    .mapToObj(_ -> (Callable<Boolean>) () -> {
                        signing(stores.dynamoDb(), key).sign(request);
                        return true;
                    })
                    .toList();
            for (Future<Boolean> call : threads.invokeAll(calls)) {
                assertThat(call.get()).isTrue();
            }
        }
        assertThat(signatures().of(registry.getVersion(name, 1))).hasSize(1);
    }

    /** Whoever attaches as many as requests may keeps out neither the folder's signature nor the registry's. */
    @Test
    void requestsLeaveRoomForTheFoldersSignatureAndTheRegistrys() throws Exception {
        String name = newModel();
        put("sealed/" + name + "/MLmodel", "x");
        SealRequest request = request(name, 1);
        Manifest manifest = new Manifest(List.of(new ManifestFile("MLmodel", 1, Sha256.hex(new byte[] {'x'}))));
        for (int i = 0; i < SignatureStore.MOST; i++) {
            signatures().attach(name, "1", bundle(name, manifest));
        }
        String another = bundle(name, manifest);
        assertThatThrownBy(() -> signatures().attach(name, "1", another))
                .hasMessage("A version takes at most 16 signatures.");
        put("sealed/" + name + "/model.sig", another);
        S3FolderFiles folders = new S3FolderFiles(stores.s3(), stores.bucket());
        sealing(stores.dynamoDb(), stores.s3(), new FolderSignature(folders, signatures()))
                .seal(request, () -> true);
        assertThat(registry.getVersion(name, 1).seal()).isInstanceOf(VersionSeal.Sealed.class);
        assertThat(registry.getVersion(name, 1).signatures()).isEqualTo(SignatureStore.MOST + 1);
        signatures().take(request, manifest, "one more in the folder");
        assertThat(registry.getVersion(name, 1).signatures()).isEqualTo(SignatureStore.MOST + 1);
        signing(stores.dynamoDb(), new TestKey()).sign(request);
        assertThat(signatures().of(registry.getVersion(name, 1)))
                .extracting(judged -> judged.signature().origin())
                .contains(VersionSignature.Origin.FOLDER, VersionSignature.Origin.REGISTRY)
                .hasSize(SignatureStore.MOST + 2);
    }

    private String bundle(String name, Manifest manifest) throws GeneralSecurityException {
        return SignedBundles.of(new TestKey(), name, manifest);
    }

    @Test
    void ofManyAtOnceOneSealsAVersion() throws Exception {
        String name = newModel();
        put("sealed/" + name + "/weights", "z".repeat(1_000));
        SealRequest request = request(name, 1);
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Callable<Boolean>> calls = IntStream.range(0, 8)
                    .mapToObj(_ -> (Callable<Boolean>) () -> sealing().seal(request, () -> true))
                    .toList();
            for (Future<Boolean> call : threads.invokeAll(calls)) {
                assertThat(call.get()).isTrue();
            }
        }
        assertThat(sealings(name)).hasSize(1);
    }

    @Test
    void versionsInOneFolderShareTheirManifestAndNoneReadsItAgain() throws IOException {
        String name = newModel();
        put("sealed/" + name + "/weights", "w");
        newVersion(name, name);
        sealing().seal(request(name, 1), () -> true);
        AtomicInteger reads = new AtomicInteger();
        S3Client counting = (S3Client) Proxy.newProxyInstance(
                S3Client.class.getClassLoader(), new Class<?>[] {S3Client.class}, (proxy, method, args) -> {
                    if (method.getName().equals("getObject")) {
                        reads.incrementAndGet();
                    }
                    try {
                        return method.invoke(stores.s3(), args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        sealing(stores.dynamoDb(), counting).seal(request(name, 2), () -> true);
        assertThat(reads).hasValue(0);
        assertThat(seal(name, 2).manifest()).isEqualTo(seal(name, 1).manifest());
    }

    @Test
    void aDeletedVersionIsSealedOnceItIsRestored() throws IOException {
        String name = newModel();
        put("sealed/" + name + "/weights", "w");
        SealRequest request = request(name, 1);
        registry.deleteModel(name, OCCASION);
        assertThat(sealing().seal(request, () -> true)).isTrue();
        registry.restoreModel(name, "", name, OCCASION);
        assertThat(registry.getVersion(name, 1).seal()).isEqualTo(new VersionSeal.Pending());
        registry.deleteVersion(name, 1, OCCASION);
        assertThat(sealing().seal(request, () -> true)).isTrue();
        registry.restoreVersion(name, 1, OCCASION);
        RegistryEvent restored = events.eventsSince(0).stream()
                .filter(event -> event.name().equals(name))
                .reduce((earlier, later) -> later)
                .orElseThrow();
        assertThat(sealing().requestsAfter(restored)).containsExactly(request);
        assertThat(sealing().seal(request, () -> true)).isTrue();
        assertThat(registry.getVersion(name, 1).seal()).isInstanceOf(VersionSeal.Sealed.class);
    }

    /** A manifest of so many files has 15 MB of JSON. */
    @Test
    void aManifestOfAHundredThousandFilesLiesInParts() {
        String name = newModel();
        List<ManifestFile> files = IntStream.range(0, Sealing.MOST_FILES)
                .mapToObj(i -> new ManifestFile("shards/%032d.bin".formatted(i), i, "%064x".formatted(i)))
                .toList();
        Manifest manifest = new Manifest(files);
        seals.seal(request(name, 1), manifest, "listing", OCCASION);
        VersionSeal.Sealed seal = seal(name, 1);
        assertThat(seal.files()).isEqualTo(Sealing.MOST_FILES);
        assertThat(files(seal.manifest())).isEqualTo(files);
        SealStore.Part first = seals.files(seal.manifest(), Optional.empty());
        assertThat(first.files()).hasSizeBetween(1_000, 2_000);
        assertThatThrownBy(() -> seals.files("another", first.nextPageToken())).isInstanceOf(RegistryException.class);
        assertThat(seals.manifestOf("mlflow-artifacts:/sealed/" + name, "listing"))
                .contains(manifest);
    }

    private static final class NoRoots implements io.lambdaregistry.artifact.ArtifactRoots {
        @Override
        public String ofRun(String runId) {
            throw RegistryException.notFound(runId);
        }

        @Override
        public String ofLoggedModel(String modelId) {
            throw RegistryException.notFound(modelId);
        }

        @Override
        public String ofModelVersion(String name, String version) {
            throw RegistryException.notFound(name);
        }
    }
}
