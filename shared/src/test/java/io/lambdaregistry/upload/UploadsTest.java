package io.lambdaregistry.upload;

import static io.lambdaregistry.registry.AtOnce.atOnce;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lambdaregistry.access.Principal;
import io.lambdaregistry.error.ErrorCode;
import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.event.AuditEntry;
import io.lambdaregistry.event.AuditSearch;
import io.lambdaregistry.event.RegistryEvent;
import io.lambdaregistry.registry.ModelRegistry;
import io.lambdaregistry.registry.ModelVersion;
import io.lambdaregistry.registry.VersionSearch;
import io.lambdaregistry.testing.StoresSuite;
import io.lambdaregistry.tracking.LoggedModel;
import io.lambdaregistry.tracking.NewLoggedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** Uploads in a bucket without notifications: the tests report the puts, once, twice or in another order. */
public class UploadsTest extends StoresSuite {
    private static final String BUCKET = "uploads";
    private static final String ML_MODEL = "{flavors: {sklearn: {}}, run_id: r-%s}";

    private final AtomicInteger puts = new AtomicInteger();
    private ModelRegistry registry;
    private Uploads uploads;

    @BeforeAll
    void start() {
        registry = stores.registry();
        uploads = stores.with(BUCKET).uploads();
        stores.s3().createBucket(bucket -> bucket.bucket(BUCKET));
    }

    private UploadedObject put(String key, String content, Map<String, String> metadata) {
        PutObjectResponse put = stores.s3()
                .putObject(
                        object -> object.bucket(BUCKET).key(key).metadata(metadata), RequestBody.fromString(content));
        return new UploadedObject(
                BUCKET,
                key,
                "",
                put.eTag().replace("\"", ""),
                "%016X".formatted(puts.incrementAndGet()),
                content.length(),
                Principal.s3("AWS:uploader"));
    }

    private UploadedObject putModel(String name, String folder) {
        return put("models/" + name + "/" + folder + "/MLmodel", ML_MODEL.formatted(folder), Map.of());
    }

    private List<ModelVersion> versions(String name) {
        VersionSearch all =
                VersionSearch.of("name = '%s'".formatted(name), List.of("version_number ASC"), 1000, Optional.empty());
        return registry.searchVersions(all).items();
    }

    /** Whoever may send events to the queue must not register, or move aliases to, what lies elsewhere. */
    @Test
    void eventsOfAnotherBucketAreRefused() {
        UploadedObject upload = putModel("forged", "a");
        Uploads ofTheOwnBucket = stores.uploads();
        assertThatThrownBy(() -> ofTheOwnBucket.arrived(upload))
                .isInstanceOfSatisfying(
                        RegistryException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_PARAMETER_VALUE))
                .hasMessageContaining("another bucket");
        assertThat(versions("forged")).isEmpty();
    }

    @Test
    void becomesAVersionOfAModelThatItCreates() {
        put("models/Größe und+Preis/2026 01/model.pkl", "0123456789", Map.of());
        UploadedObject upload = put(
                "models/Größe und+Preis/2026 01/MLmodel",
                "{flavors: {sklearn: {}, python_function: {}}, run_id: 4d0b95be, model_id: m-elsewhere}",
                Map.of("aliases", "champion,shadow", "tags", "team=fraud", "description", "by hand"));
        assertThat(uploads.arrived(upload)).get().satisfies(made -> {
            assertThat(made.model()).isEqualTo("Größe und+Preis");
            assertThat(made.version()).isEqualTo(1);
        });
        ModelVersion version = registry.getVersionByAlias("Größe und+Preis", "champion");
        assertThat(version.version()).isEqualTo(1);
        assertThat(version.aliases()).containsExactlyInAnyOrder("champion", "shadow");
        assertThat(version.source()).isEqualTo("mlflow-artifacts:/models/Größe und+Preis/2026 01");
        assertThat(version.storageLocation()).isEqualTo(version.source());
        assertThat(version.description()).isEqualTo("by hand");
        assertThat(version.runId()).isEqualTo("4d0b95be");
        assertThat(version.modelId()).isEmpty();
        assertThat(version.tags())
                .containsEntry("team", "fraud")
                .containsEntry("mlmodel.flavors", "python_function,sklearn")
                .containsEntry("mlmodel.model_id", "m-elsewhere")
                .containsEntry("upload.file_count", "2")
                .containsEntry("upload.size", Long.toString(10 + upload.size()))
                .containsEntry(
                        "upload.files",
                        "{\"MLmodel\":{\"size\":%d,\"etag\":\"%s\"},\"model.pkl\":{\"size\":10,\"etag\":\"781e5e245d69b566979b86e28d23f2c7\"}}"
                                .formatted(upload.size(), upload.etag()));
        VersionSearch byTag = VersionSearch.of("tags.team = 'fraud'", List.of(), 10, Optional.empty());
        assertThat(registry.searchVersions(byTag).items()).hasSize(1);
    }

    @Test
    void eightUploadsReportedEightTimesEachAndAllAtOnceAreEightVersions() throws Exception {
        List<UploadedObject> reported = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            reported.add(putModel("contested", "folder" + i));
        }
        assertThat(atOnce(i -> () -> uploads.arrived(reported.get(i % 8)))).containsOnly(Optional.empty());
        assertThat(versions("contested"))
                .extracting(ModelVersion::version)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 8).boxed().toList());
        assertThat(versions("contested"))
                .allSatisfy(version -> assertThat(version.tags()).containsEntry("upload.file_count", "1"))
                .extracting(ModelVersion::source)
                .doesNotHaveDuplicates();
    }

    @Test
    void aNewUploadOfTheSameFolderIsANewVersionThoughNothingInItChanged() {
        UploadedObject first = putModel("again", "same");
        UploadedObject second = putModel("again", "same");
        uploads.arrived(first);
        uploads.arrived(second);
        assertThat(uploads.arrived(first)).isEmpty();
        assertThat(versions("again")).hasSize(2);
    }

    @Test
    void theNewestVersionReportsFilesThatArriveAfterTheModelFile() {
        uploads.arrived(putModel("late", "f"));
        UploadedObject second = putModel("late", "f");
        uploads.arrived(second);
        UploadedObject late = put("models/late/f/data/model.bin", "0123456789", Map.of());
        assertThat(uploads.arrived(late)).isEmpty();
        assertThat(registry.getVersion("late", "2").tags())
                .containsEntry("upload.file_count", "2")
                .containsEntry("upload.size", Long.toString(10 + second.size()));
        assertThat(registry.getVersion("late", "1").tags()).containsEntry("upload.file_count", "1");
    }

    @Test
    void manyFilesThatArriveAtOnceAreAllReported() throws Exception {
        UploadedObject model = putModel("parallel", "f");
        assertThat(atOnce(
                        i -> () -> uploads.arrived(i == 0 ? model : put("models/parallel/f/part" + i, "x", Map.of()))))
                .containsOnly(Optional.empty());
        assertThat(registry.getVersion("parallel", "1").tags()).containsEntry("upload.file_count", "64");
    }

    @Test
    void filesOfNoRegisteredModelMakeNothing() {
        assertThat(uploads.arrived(put("models/none/f/data.bin", "x", Map.of())))
                .isEmpty();
        assertThatThrownBy(() -> registry.getModel("none")).hasMessageContaining("not found");
    }

    @Test
    void anUploadThatIsRegisteredAfterANewerOneLeavesTheAliasWhereItIs() {
        UploadedObject older = put("models/order/f/MLmodel", ML_MODEL.formatted("a"), Map.of("aliases", "champion"));
        UploadedObject newer = put("models/order/f/MLmodel", ML_MODEL.formatted("b"), Map.of("aliases", "champion"));
        uploads.arrived(newer);
        uploads.arrived(older);
        assertThat(versions("order")).hasSize(2);
        assertThat(registry.getVersionByAlias("order", "champion").version()).isEqualTo(1);
        uploads.arrived(put("models/order/f/MLmodel", ML_MODEL.formatted("c"), Map.of("aliases", "champion")));
        assertThat(registry.getVersionByAlias("order", "champion").version()).isEqualTo(3);
    }

    @Test
    void anEventThatComesAfterItsModelWasDeletedMakesNothing() {
        UploadedObject upload = putModel("deleted", "f");
        uploads.arrived(upload);
        registry.deleteModel("deleted");
        assertThat(uploads.arrived(upload)).isEmpty();
        assertThatThrownBy(() -> registry.getModel("deleted")).hasMessageContaining("not found");
    }

    @Test
    void aModelThatWasRenamedKeepsItsVersionsAndTheNextUploadMakesANewModel() {
        uploads.arrived(putModel("old name", "f"));
        registry.renameModel("old name", "new name");
        uploads.arrived(put("models/old name/f/late.bin", "x", Map.of()));
        assertThat(registry.getVersion("new name", "1").tags()).containsEntry("upload.file_count", "2");
        uploads.arrived(putModel("old name", "g"));
        assertThat(versions("old name")).hasSize(1);
        assertThat(versions("new name")).hasSize(1);
    }

    @Test
    void versionsMadeByTheApiAndByUploadsAreNumberedTogether() {
        registry.createModel("mixed", "words", Map.of());
        registry.createVersion("mixed", "s3://b/m", null, null, "", "", Map.of());
        uploads.arrived(putModel("mixed", "f"));
        registry.createVersion("mixed", "s3://b/m", null, null, "", "", Map.of());
        assertThat(versions("mixed")).extracting(ModelVersion::version).containsExactly(1L, 2L, 3L);
        assertThat(registry.getModel("mixed").description()).isEqualTo("words");
    }

    @Test
    void aModelThatWasLoggedHereIsLinkedToItsVersion() {
        LoggedModel logged =
                stores.loggedModels().create(new NewLoggedModel("0", "logged", "", "run-of-it", List.of(), Map.of()));
        uploads.arrived(put(
                "models/lineage/f/MLmodel",
                "{flavors: {sklearn: {}}, model_id: %s}".formatted(logged.modelId()),
                Map.of()));
        ModelVersion version = registry.getVersion("lineage", "1");
        assertThat(version.modelId()).isEqualTo(logged.modelId());
        assertThat(version.runId()).isEqualTo("run-of-it");
        Map<String, String> tags =
                stores.loggedModels().get(logged.modelId(), false).tags();
        assertThat(tags).containsEntry("mlflow.modelVersions", "[{\"name\": \"lineage\", \"version\": 1}]");
    }

    @Test
    void anUploadThatIsReportedAgainLeavesTheLinksOfItsLoggedModel() {
        LoggedModel logged =
                stores.loggedModels().create(new NewLoggedModel("0", "logged", "", "run-of-it", List.of(), Map.of()));
        String model = "{flavors: {sklearn: {}}, model_id: %s}".formatted(logged.modelId());
        UploadedObject first = put("models/one/f/MLmodel", model, Map.of());
        uploads.arrived(first);
        uploads.arrived(put("models/two/f/MLmodel", model, Map.of()));
        uploads.arrived(first);
        assertThat(stores.loggedModels().get(logged.modelId(), false).tags())
                .containsEntry(
                        "mlflow.modelVersions",
                        "[{\"name\": \"one\", \"version\": 1}, {\"name\": \"two\", \"version\": 1}]");
    }

    @Test
    void theAuditTrailNamesThePrincipal() {
        uploads.arrived(put("models/audited/f/MLmodel", ML_MODEL, Map.of("aliases", "champion")));
        AuditSearch all = new AuditSearch(Optional.of("audited"), 0, AuditSearch.END_OF_TIME, 100, Optional.empty());
        List<RegistryEvent> events = stores.auditTrail().search(all).items().stream()
                .map(AuditEntry::event)
                .toList()
                .reversed();
        assertThat(events).extracting(RegistryEvent::who).containsOnly(Principal.s3("AWS:uploader"));
        assertThat(events).extracting(RegistryEvent::order).isSorted().doesNotHaveDuplicates();
        assertThat(events)
                .extracting(
                        event -> event.change().entity() + " " + event.change().action())
                .containsExactly(
                        "registered_model created",
                        "model_version created",
                        "model_version_alias created",
                        "model_version_tag set",
                        "model_version_tag set",
                        "model_version_tag set");
    }

    @Test
    void anUploadThatCannotBeRegisteredIsRefusedWithAReasonAndChangesNothing() {
        assertRefused(
                put("models/bad/f/MLmodel", "a: [", Map.of()),
                ErrorCode.INVALID_PARAMETER_VALUE,
                "The YAML cannot be read");
        assertRefused(
                put("models/bad/f/MLmodel", "x".repeat(Uploads.MAX_MODEL_FILE + 1), Map.of()),
                ErrorCode.INVALID_PARAMETER_VALUE,
                "1048577 bytes");
        assertRefused(
                put("models/bad/f/MLmodel", ML_MODEL, Map.of("aliases", "latest")),
                ErrorCode.INVALID_PARAMETER_VALUE,
                "reserved");
        assertRefused(
                new UploadedObject(BUCKET, "models/bad/gone/MLmodel", "", "e", "01", 1, Principal.s3("AWS:uploader")),
                ErrorCode.RESOURCE_DOES_NOT_EXIST,
                "deleted before");
        assertRefused(putModel("bad:name", "f"), ErrorCode.INVALID_PARAMETER_VALUE, "Invalid model name");
        assertThatThrownBy(() -> registry.getModel("bad")).hasMessageContaining("not found");
    }

    @Test
    void aSizeThatIsMissingInTheEventIsCheckedAllTheSame() {
        UploadedObject large = put("models/bad/g/MLmodel", "x".repeat(Uploads.MAX_MODEL_FILE + 1), Map.of());
        assertRefused(
                new UploadedObject(
                        large.bucket(),
                        large.key(),
                        "",
                        large.etag(),
                        large.sequencer(),
                        0,
                        Principal.s3("AWS:uploader")),
                ErrorCode.INVALID_PARAMETER_VALUE,
                "1048577 bytes");
    }

    @Test
    void aModelInAModelWaitsForTheOneAroundIt() {
        UploadedObject inner = putModel("nested", "f/artifacts/inner");
        assertRefused(inner, ErrorCode.TEMPORARILY_UNAVAILABLE, "no model around it");
        uploads.arrived(putModel("nested", "f"));
        assertThat(uploads.arrived(inner)).isEmpty();
        assertThat(versions("nested")).hasSize(1);
    }

    private void assertRefused(UploadedObject upload, ErrorCode code, String reason) {
        assertThatThrownBy(() -> uploads.arrived(upload))
                .isInstanceOfSatisfying(
                        RegistryException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(code))
                .hasMessageContaining(reason);
    }
}
