package io.lambdaregistry.dynamodb.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lambdaregistry.access.Principal;
import io.lambdaregistry.dynamodb.garbage.DynamoGarbageStore;
import io.lambdaregistry.dynamodb.registry.DynamoRegistryStore;
import io.lambdaregistry.dynamodb.seal.DynamoSealStore;
import io.lambdaregistry.dynamodb.seal.DynamoSignatureStore;
import io.lambdaregistry.dynamodb.tracking.DynamoExperimentStore;
import io.lambdaregistry.dynamodb.tracking.DynamoLoggedModelStore;
import io.lambdaregistry.dynamodb.tracking.DynamoRunStore;
import io.lambdaregistry.dynamodb.upload.DynamoUploadStore;
import io.lambdaregistry.dynamodb.webhook.DynamoWebhookStore;
import io.lambdaregistry.error.ErrorCode;
import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.garbage.Deleted;
import io.lambdaregistry.garbage.GarbageStore;
import io.lambdaregistry.registry.ModelVersion;
import io.lambdaregistry.registry.NewModelVersion;
import io.lambdaregistry.registry.Occasion;
import io.lambdaregistry.registry.RegisteredModel;
import io.lambdaregistry.registry.RegistryStore;
import io.lambdaregistry.registry.Stage;
import io.lambdaregistry.seal.Manifest;
import io.lambdaregistry.seal.ManifestFile;
import io.lambdaregistry.seal.SealRequest;
import io.lambdaregistry.seal.SealStore;
import io.lambdaregistry.seal.signature.SignatureStore;
import io.lambdaregistry.seal.signature.SignatureVerdict;
import io.lambdaregistry.seal.signature.TrustedKey;
import io.lambdaregistry.seal.signature.VersionSignature;
import io.lambdaregistry.search.PageTokens;
import io.lambdaregistry.testing.StoresSuite;
import io.lambdaregistry.tracking.Dataset;
import io.lambdaregistry.tracking.Experiment;
import io.lambdaregistry.tracking.ExperimentStore;
import io.lambdaregistry.tracking.LifecycleStage;
import io.lambdaregistry.tracking.LoggedMetric;
import io.lambdaregistry.tracking.LoggedModel;
import io.lambdaregistry.tracking.LoggedModelStatus;
import io.lambdaregistry.tracking.LoggedModelStore;
import io.lambdaregistry.tracking.Metric;
import io.lambdaregistry.tracking.ModelOutput;
import io.lambdaregistry.tracking.Param;
import io.lambdaregistry.tracking.Run;
import io.lambdaregistry.tracking.RunBatch;
import io.lambdaregistry.tracking.RunInfo;
import io.lambdaregistry.tracking.RunStatus;
import io.lambdaregistry.tracking.RunStore;
import io.lambdaregistry.tracking.RunUpdate;
import io.lambdaregistry.upload.ModelFolder;
import io.lambdaregistry.upload.RegisteredUpload;
import io.lambdaregistry.upload.UploadStore;
import io.lambdaregistry.upload.UploadedObject;
import io.lambdaregistry.webhook.DeliveryState;
import io.lambdaregistry.webhook.Webhook;
import io.lambdaregistry.webhook.WebhookChange;
import io.lambdaregistry.webhook.WebhookEvent;
import io.lambdaregistry.webhook.WebhookStatus;
import io.lambdaregistry.webhook.WebhookStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;

/**
 * A condition that is none of a store's own is a condition of everything that the stores write. While it holds, everything is as
 * without it; where it does not, its own refusal comes out, from the first write that is sent, and nothing is sent again.
 */
final class GuardedWritesTest extends StoresSuite {
    private static final Key GRANT = new Key("GRANTS#someone", Keys.MAIN_ITEM);
    private static final Occasion OCCASION = new Occasion(Principal.UNKNOWN, 1_000_000);
    private static final String RUN = "0123456789abcdef0123456789abcdef";
    private static final String LONG = "long".repeat(100);
    private static final ModelFolder FOLDER = new ModelFolder("bucket", "uploaded", "folder");
    private static final Webhook WEBHOOK = new Webhook(
            "hook",
            "hook",
            "",
            "https://example.com",
            new TreeSet<>(Set.of(WebhookEvent.parse("registered_model.created"))),
            new TreeSet<>(),
            WebhookStatus.ACTIVE,
            1,
            1,
            Principal.UNKNOWN,
            Principal.UNKNOWN,
            1,
            Optional.empty());

    /** What changes nothing. */
    private static final Set<String> READS = Set.of(
            "RegistryStore.getModel",
            "RegistryStore.getVersion",
            "RegistryStore.getVersionByAlias",
            "RegistryStore.getHighestVersion",
            "RegistryStore.getLatestVersions",
            "RegistryStore.isPrompt",
            "RegistryStore.searchModels",
            "RegistryStore.searchVersions",
            "ExperimentStore.get",
            "ExperimentStore.findByName",
            "ExperimentStore.search",
            "RunStore.get",
            "RunStore.standing",
            "RunStore.metricHistory",
            "RunStore.search",
            "LoggedModelStore.get",
            "LoggedModelStore.standing",
            "LoggedModelStore.search",
            "UploadStore.newest",
            "WebhookStore.get",
            "WebhookStore.all",
            "WebhookStore.list",
            "WebhookStore.deliveryState",
            "WebhookStore.waiting",
            "GarbageStore.deletedBefore",
            "GarbageStore.claimed",
            "GarbageStore.versionsOf",
            "GarbageStore.exists",
            "SealStore.find",
            "SealStore.versionsOf",
            "SealStore.manifestOf",
            "SealStore.progress",
            "SealStore.files",
            "SealStore.manifest",
            "SignatureStore.find",
            "SignatureStore.of",
            "SignatureStore.bundle",
            "SignatureStore.keys");

    /** What writes only by batches, which have no conditions, or follows a claim that had them. */
    private static final Set<String> BATCHES = Set.of(
            "RunStore.importPoints",
            "GarbageStore.deleteParts",
            "GarbageStore.release",
            "GarbageStore.deleteDeliveries",
            "GarbageStore.forget",
            "SealStore.keep",
            "SealStore.forgetProgress");

    private final ConcurrentLinkedQueue<String> written = new ConcurrentLinkedQueue<>();
    private Table table;
    private RegistryStore registry;
    private ExperimentStore experiments;
    private RunStore runs;
    private LoggedModelStore models;
    private UploadStore uploads;
    private WebhookStore webhooks;
    private GarbageStore garbage;
    private SealStore seals;
    private SignatureStore signatures;
    private Experiment experiment;
    private RegisteredUpload upload;

    @BeforeAll
    void everythingIsWrittenWhileTheGrantStands() {
        table = new Table(stores.dynamoDb(), stores.tableName());
        table.write(Write.put(Item.with(GRANT)));
        Table guarded = new Table(noted(stores.dynamoDb()), stores.tableName()).guardedBy(GuardedWritesTest::guards);
        PageTokens tokens = new PageTokens(() -> new byte[32]);
        registry = new DynamoRegistryStore(guarded, tokens);
        experiments = new DynamoExperimentStore(guarded, tokens);
        runs = new DynamoRunStore(guarded, tokens);
        models = new DynamoLoggedModelStore(guarded, tokens);
        uploads = new DynamoUploadStore(guarded);
        webhooks = new DynamoWebhookStore(guarded, tokens);
        garbage = new DynamoGarbageStore(guarded, tokens, "bucket");
        seals = new DynamoSealStore(guarded, tokens);
        signatures = new DynamoSignatureStore(guarded);

        registry.createModel("model", "", Map.of("tag", "value"), OCCASION);
        for (int i = 0; i < 3; i++) {
            registry.createVersion("model", GuardedWritesTest::version, OCCASION);
        }
        registry.setVersionTag("model", 1, "tag", "value", OCCASION);
        registry.setAlias("model", "alias", 1, OCCASION);
        registry.transitionStage("model", 1, Stage.ARCHIVED, false, OCCASION);
        registry.deleteVersion("model", 3, OCCASION);
        registry.createModel("deleted", "", Map.of(), OCCASION);
        registry.deleteModel("deleted", OCCASION);
        experiment = experiments.create("experiment", id -> "mlflow-artifacts:/" + id, Map.of("tag", "value"), 1);
        runs.create(run(RUN, Map.of("tag", "value", "long", LONG)), experiment);
        assertThat(runs.update(RUN, new RunUpdate(Optional.empty(), Optional.empty(), Optional.of("named")))
                        .runName())
                .isEqualTo("named");
        models.create(model("m-1"));
        models.setTags("m-1", Map.of("tag", "value"));
        upload = uploads.register(object("first"), FOLDER, version(), List.of(), OCCASION);
        webhooks.create(WEBHOOK);
    }

    private static List<Write> guards() {
        return List.of(Write.check(GRANT)
                .whenExists()
                .orRefuse(() -> new RegistryException(ErrorCode.PERMISSION_DENIED, "The grant is gone.")));
    }

    /** Notes the writes that may have conditions. */
    private DynamoDbClient noted(DynamoDbClient client) {
        return (DynamoDbClient) Proxy.newProxyInstance(
                GuardedWritesTest.class.getClassLoader(),
                new Class<?>[] {DynamoDbClient.class},
                (proxy, method, args) -> {
                    if (Set.of("putItem", "updateItem", "deleteItem", "transactWriteItems")
                            .contains(method.getName())) {
                        written.add(
                                args[0] instanceof TransactWriteItemsRequest request
                                                && request.transactItems()
                                                                .getFirst()
                                                                .conditionCheck()
                                                        != null
                                        ? "guarded"
                                        : method.getName());
                    }
                    try {
                        return method.invoke(client, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static NewModelVersion version() {
        return new NewModelVersion("s3://elsewhere/model", "s3://elsewhere/model", "", "", "", "", Map.of());
    }

    private Run run(String id, Map<String, String> tags) {
        return Run.started(
                new RunInfo(
                        id,
                        experiment.id(),
                        "run",
                        "someone",
                        RunStatus.RUNNING,
                        1,
                        null,
                        experiment.artifactUri(id),
                        LifecycleStage.ACTIVE),
                tags);
    }

    private LoggedModel model(String id) {
        return new LoggedModel(
                id,
                experiment.id(),
                "model",
                1,
                1,
                experiment.artifactUri(id),
                LoggedModelStatus.READY,
                "",
                "",
                LifecycleStage.ACTIVE,
                Map.of(),
                Map.of(),
                List.of());
    }

    private static UploadedObject object(String etag) {
        return new UploadedObject("bucket", FOLDER.path() + "/MLmodel", "", etag, "01", 1, Principal.UNKNOWN);
    }

    private static LoggedMetric metric(String modelId) {
        return new LoggedMetric(new Metric("metric", 1, 1, 1), RUN, modelId, "", "");
    }

    private Map<String, Runnable> changes() {
        Map<String, Runnable> changes = new TreeMap<>();
        ofRegistry(changes);
        ofTracking(changes);
        ofOthers(changes);
        return changes;
    }

    private void ofRegistry(Map<String, Runnable> changes) {
        changes.put("RegistryStore.createModel", () -> registry.createModel("new", "", Map.of(), OCCASION));
        changes.put(
                "RegistryStore.createModel, the name taken",
                () -> registry.createModel("model", "", Map.of(), OCCASION));
        changes.put(
                "RegistryStore.importModel",
                () -> registry.importModel(
                        new RegisteredModel("new", 1, 1, "", Map.of(), Map.of(), List.of()), OCCASION));
        changes.put("RegistryStore.updateModel", () -> registry.updateModel("model", "words", OCCASION));
        changes.put("RegistryStore.updateModel, none there", () -> registry.updateModel("none", "words", OCCASION));
        changes.put("RegistryStore.renameModel", () -> registry.renameModel("model", "renamed", OCCASION));
        changes.put("RegistryStore.renameModel, to itself", () -> registry.renameModel("model", "model", OCCASION));
        changes.put("RegistryStore.deleteModel", () -> registry.deleteModel("model", OCCASION));
        changes.put("RegistryStore.restoreModel", () -> registry.restoreModel("deleted", "", "deleted", OCCASION));
        changes.put("RegistryStore.restoreModel, renamed", () -> registry.restoreModel("deleted", "", "new", OCCASION));
        changes.put("RegistryStore.setModelTag", () -> registry.setModelTag("model", "tag", "other", OCCASION));
        changes.put("RegistryStore.deleteModelTag", () -> registry.deleteModelTag("model", "tag", OCCASION));
        changes.put(
                "RegistryStore.deleteModelTag, none there", () -> registry.deleteModelTag("model", "none", OCCASION));
        changes.put("RegistryStore.setAlias", () -> registry.setAlias("model", "alias", 2, OCCASION));
        changes.put("RegistryStore.importAlias", () -> registry.importAlias("model", "other", 2, OCCASION));
        changes.put("RegistryStore.deleteAlias", () -> registry.deleteAlias("model", "alias", OCCASION));
        changes.put("RegistryStore.deleteAlias, none there", () -> registry.deleteAlias("model", "none", OCCASION));
        changes.put(
                "RegistryStore.createVersion",
                () -> registry.createVersion("model", GuardedWritesTest::version, OCCASION));
        changes.put("RegistryStore.updateVersion", () -> registry.updateVersion("model", 1, "words", OCCASION));
        changes.put("RegistryStore.deleteVersion", () -> registry.deleteVersion("model", 1, OCCASION));
        changes.put("RegistryStore.restoreVersion", () -> registry.restoreVersion("model", 3, OCCASION));
        changes.put(
                "RegistryStore.transitionStage",
                () -> registry.transitionStage("model", 1, Stage.PRODUCTION, true, OCCASION));
        changes.put("RegistryStore.setVersionTag", () -> registry.setVersionTag("model", 1, "tag", "other", OCCASION));
        changes.put("RegistryStore.deleteVersionTag", () -> registry.deleteVersionTag("model", 1, "tag", OCCASION));
        changes.put(
                "RegistryStore.deleteVersionTag, none there",
                () -> registry.deleteVersionTag("model", 1, "none", OCCASION));
        changes.put("RegistryStore.importVersion", () -> registry.importVersion(imported(), OCCASION));
        changes.put("RegistryStore.reserveVersions", () -> registry.reserveVersions("model", 100));
    }

    private static ModelVersion imported() {
        return new ModelVersion(
                "model", 50, 1, 1, null, Stage.NONE, "s3://a/b", "s3://a/b", "", "", "", Map.of(), List.of());
    }

    private void ofTracking(Map<String, Runnable> changes) {
        changes.put(
                "ExperimentStore.ensure",
                () -> experiments.ensure(
                        new Experiment(77, "ensured", "file:/a", LifecycleStage.ACTIVE, 1, 1, Map.of(), 0)));
        changes.put("ExperimentStore.create", () -> experiments.create("new", id -> "file:/" + id, Map.of(), 1));
        changes.put(
                "ExperimentStore.importExperiment",
                () -> experiments.importExperiment(
                        new Experiment(78, "imported", "", LifecycleStage.ACTIVE, 1, 1, Map.of(), 0),
                        id -> "file:/" + id));
        changes.put("ExperimentStore.rename", () -> experiments.rename(experiment.id(), "renamed", 1));
        changes.put("ExperimentStore.rename, to itself", () -> experiments.rename(experiment.id(), "experiment", 1));
        changes.put(
                "ExperimentStore.setLifecycleStage",
                () -> experiments.setLifecycleStage(experiment.id(), LifecycleStage.DELETED, 1));
        changes.put("ExperimentStore.setTag", () -> experiments.setTag(experiment.id(), "tag", "other"));
        changes.put("ExperimentStore.deleteTag", () -> experiments.deleteTag(experiment.id(), "tag"));

        changes.put("RunStore.create", () -> runs.create(run("new", Map.of()), experiment));
        changes.put(
                "RunStore.update",
                () -> runs.update(
                        RUN, new RunUpdate(Optional.of(RunStatus.FAILED), Optional.empty(), Optional.empty())));
        changes.put("RunStore.setLifecycleStage", () -> runs.setLifecycleStage(RUN, LifecycleStage.DELETED, 1));
        changes.put("RunStore.setTag", () -> runs.setTag(RUN, "tag", "other"));
        changes.put("RunStore.setTag, long until now", () -> runs.setTag(RUN, "long", "short"));
        changes.put("RunStore.deleteTag", () -> runs.deleteTag(RUN, "tag"));
        changes.put("RunStore.deleteTag, none there", () -> runs.deleteTag(RUN, "none"));
        changes.put("RunStore.changeTag", () -> runs.changeTag(RUN, "tag", old -> old + "!"));
        changes.put("RunStore.logParam", () -> runs.logParam(RUN, new Param("param", "value")));
        changes.put("RunStore.logMetric", () -> runs.logMetric(metric("")));
        changes.put(
                "RunStore.logBatch",
                () -> runs.logBatch(RUN, new RunBatch(List.of(metric("m-1")), List.of(), Map.of("tag", LONG))));
        changes.put(
                "RunStore.logInputs",
                () -> runs.logInputs(
                        RUN,
                        List.of(new Dataset("data", "d", "local", "{}", null, null, Map.of())),
                        List.of("m-1"),
                        1));
        changes.put("RunStore.logOutputs", () -> runs.logOutputs(RUN, List.of(new ModelOutput("m-1", 1)), 1));
        changes.put("RunStore.importRun", () -> runs.importRun(run("imported", Map.of()), experiment));

        changes.put("LoggedModelStore.create", () -> models.create(model("m-2")));
        changes.put("LoggedModelStore.setStatus", () -> models.setStatus("m-1", LoggedModelStatus.PENDING, 1));
        changes.put("LoggedModelStore.delete", () -> models.delete("m-1", 1));
        changes.put("LoggedModelStore.restore", () -> models.restore("m-1", 1));
        changes.put("LoggedModelStore.logParams", () -> models.logParams("m-1", List.of(new Param("param", "value"))));
        changes.put("LoggedModelStore.setTags", () -> models.setTags("m-1", Map.of("tag", "other")));
        changes.put("LoggedModelStore.changeTag", () -> models.changeTag("m-1", "tag", old -> old + "!"));
        changes.put("LoggedModelStore.deleteTag", () -> models.deleteTag("m-1", "tag"));
        changes.put("LoggedModelStore.importModel", () -> models.importModel(model("m-3")));
    }

    private void ofOthers(Map<String, Runnable> changes) {
        changes.put(
                "UploadStore.register",
                () -> uploads.register(object("second"), FOLDER, version(), List.of("alias"), OCCASION));
        changes.put("UploadStore.setTags", () -> uploads.setTags(upload, Map.of("tag", "value"), OCCASION));

        changes.put("WebhookStore.create", () -> webhooks.create(WEBHOOK));
        changes.put(
                "WebhookStore.update",
                () -> webhooks.update(
                        "hook",
                        new WebhookChange(
                                Optional.of("renamed"),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Principal.UNKNOWN),
                        2));
        changes.put("WebhookStore.delete", () -> webhooks.delete("hook", 2));
        changes.put(
                "WebhookStore.noteDelivery",
                () -> webhooks.noteDelivery(
                        "hook", "model", Optional.empty(), new DeliveryState(1, 0, 0, OptionalLong.empty(), 0)));

        changes.put("GarbageStore.claim", () -> {
            Deleted deleted = garbage.deletedBefore(Long.MAX_VALUE).next();
            assertThat(garbage.claim(deleted)).isEmpty();
        });
        SealRequest uploaded = new SealRequest(upload.modelId(), upload.version());
        changes.put(
                "SealStore.seal",
                () -> seals.seal(
                        uploaded, new Manifest(List.of(new ManifestFile("MLmodel", 1, "00"))), "listing", OCCASION));
        VersionSignature signature =
                new VersionSignature("s", VersionSignature.Origin.REQUEST, Principal.UNKNOWN, 2, Optional.of("words"));
        changes.put(
                "SignatureStore.attach",
                () -> signatures.attach(
                        signatures.find(uploaded).orElseThrow(),
                        signature,
                        "",
                        new SignatureVerdict.Unverified("words"),
                        OCCASION));
        TrustedKey key = new TrustedKey("k", "key", "pem", Principal.UNKNOWN, 2, Optional.empty());
        changes.put("SignatureStore.introduce", () -> signatures.introduce(key));
        changes.put(
                "SignatureStore.remove", () -> signatures.remove("k", new TrustedKey.Removal(Principal.UNKNOWN, 2)));
        changes.put("SignatureStore.trust", () -> signatures.trust(key));
        changes.put("SealStore.cannotReach", () -> seals.cannotReach(uploaded, "words"));

        changes.put("GarbageStore.open", () -> garbage.open("models/uploaded/folder"));
    }

    @TestFactory
    Stream<DynamicTest> withoutTheGrantNothingIsWrittenAndNothingIsTriedAgain() {
        return changes().entrySet().stream()
                .map(change -> DynamicTest.dynamicTest(change.getKey(), () -> refused(change.getValue())));
    }

    private void refused(Runnable change) {
        table.write(Write.delete(GRANT));
        try {
            written.clear();
            assertThatThrownBy(change::run)
                    .isInstanceOfSatisfying(
                            RegistryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PERMISSION_DENIED))
                    .hasMessage("The grant is gone.");
            written.remove("updateItem"); // the id of an experiment is drawn, which changes nothing
            assertThat(written).containsExactly("guarded");
        } finally {
            table.write(Write.put(Item.with(GRANT)));
        }
    }

    @Test
    void everyChangeOfEveryStoreIsAmongThem() {
        Set<String> all = Stream.of(
                        RegistryStore.class,
                        ExperimentStore.class,
                        RunStore.class,
                        LoggedModelStore.class,
                        UploadStore.class,
                        WebhookStore.class,
                        GarbageStore.class,
                        SealStore.class,
                        SignatureStore.class)
                .flatMap(store -> Arrays.stream(store.getMethods()))
                .map(GuardedWritesTest::name)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> named = changes().keySet().stream()
                .map(change -> change.split(",", -1)[0])
                .collect(Collectors.toCollection(TreeSet::new));
        named.addAll(READS);
        named.addAll(BATCHES);
        assertThat(named).isEqualTo(all);
    }

    private static String name(Method method) {
        return method.getDeclaringClass().getSimpleName() + "." + method.getName();
    }
}
