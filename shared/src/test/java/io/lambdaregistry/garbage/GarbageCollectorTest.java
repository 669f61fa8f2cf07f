package io.lambdaregistry.garbage;

import static io.lambdaregistry.registry.AtOnce.atOnce;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lambdaregistry.dynamodb.registry.RegistryTable;
import io.lambdaregistry.error.ErrorCode;
import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.garbage.Deleted.Kind;
import io.lambdaregistry.registry.ModelSearch;
import io.lambdaregistry.registry.ModelVersion;
import io.lambdaregistry.search.Page;
import io.lambdaregistry.testing.StoresSuite;
import io.lambdaregistry.tracking.LifecycleStage;
import io.lambdaregistry.tracking.NewRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What was deleted goes when its time is over, with all that belongs to it and nothing else. */
public class GarbageCollectorTest extends StoresSuite {
    private static final Duration DAY = Duration.ofDays(1);

    private World world;

    @BeforeEach
    void begin() {
        world = new World(stores);
    }

    private void createModel(String name) {
        world.registry.createModel(name, "words", Map.of("team", name));
    }

    private static Set<String> filesOfRun(String run) {
        return Set.of("0/" + run + "/artifacts/model/MLmodel", "0/" + run + "/artifacts/plot.png");
    }

    private static void assertGone(Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOf(RegistryException.class)
                .extracting(e -> ((RegistryException) e).code())
                .isEqualTo(ErrorCode.RESOURCE_DOES_NOT_EXIST);
    }

    @Test
    void nothingGoesBeforeItsTime() {
        createModel("young");
        String run = world.createRun();
        world.versionOfRun("young", run);
        world.registry.deleteModel("young");
        world.runs.delete(run);
        Set<String> before = world.partitions();
        world.pass(World.RETENTION.minus(DAY));
        assertThat(world.collect()).isEqualTo(new GarbageCollector.Collected(0, 0, 0, true));
        assertThat(world.partitions()).isEqualTo(before);
        assertThat(world.files()).isEqualTo(filesOfRun(run));
        world.registry.restoreModel("young", "", "");
        world.runs.restore(run);
    }

    @Test
    void ofADeletedModelNothingIsLeftButItsEvents() {
        Set<String> empty = world.partitions();
        createModel("old");
        for (int i = 0; i < 60; i++) {
            world.versionAt("old", "s3://elsewhere/model");
        }
        world.registry.setAlias("old", "champion", "3");
        world.registry.renameModel("old", "older");
        world.registry.setModelTag("older", "late", "yes");
        world.registry.deleteVersion("older", "5");
        world.registry.deleteModel("older");
        world.pass(World.RETENTION.plus(DAY));
        assertThat(world.collect().things()).isEqualTo(61);
        assertThat(world.partitions()).isEqualTo(empty);
        assertGone(() -> world.registry.restoreModel("older", "", ""));
        createModel("older");
        assertThat(world.versionAt("older", "s3://elsewhere/model").version()).isEqualTo(1);
    }

    @Test
    void theDeliveryPositionsOfADeletedWebhookGoWithIt() {
        world.createWebhook("living", 2);
        Set<String> kept = world.partitions();
        world.createWebhook("dead", 60);
        assertThat(world.webhooks.delete("dead", world.now.get())).isTrue();
        assertThat(world.webhooks.delete("dead", world.now.get())).isFalse();
        world.pass(World.RETENTION.minus(DAY));
        world.collect();
        assertThat(rows("DELIVERIES#dead"))
                .as("kept from the collector that had begun")
                .hasSize(60);
        world.pass(DAY.multipliedBy(2));
        world.collect();
        assertThat(world.partitions()).isEqualTo(kept);
        assertThat(rows("DELIVERIES#living")).hasSize(2);
    }

    @Test
    void theRowsOfTagsStayThatAnotherModelOfTheNameNeeds() {
        createModel("shared");
        world.registry.setModelTag("shared", "only", "once");
        world.registry.deleteModel("shared");
        createModel("shared");
        world.pass(World.RETENTION.plus(DAY));
        world.collect();
        assertThat(world.registry
                        .searchModels(ModelSearch.of("tags.team = 'shared'", List.of(), 10, Optional.empty()))
                        .items())
                .hasSize(1);
        assertThat(rows("TAGS#shared")).containsExactly("team");
    }

    private List<String> rows(String partition) {
        return world
                .dynamoDb
                .query(query -> query.tableName(world.tableName)
                        .keyConditionExpression("pk = :pk")
                        .expressionAttributeValues(Map.of(":pk", AttributeValue.fromS(partition))))
                .items()
                .stream()
                .map(item -> item.getOrDefault("sk", AttributeValue.fromS("")).s())
                .toList();
    }

    @Test
    void filesStayThatAVersionHasWhichIsOlderThanReferences() {
        createModel("early");
        String run = world.createRun();
        world.versionOfRun("early", run);
        world.forgetReferences();
        RegistryTable.create(world.dynamoDb, world.tableName);
        world.runs.delete(run);
        world.pass(World.RETENTION.plus(DAY));
        assertThat(world.collect().things()).isZero();
        assertThat(world.files()).isEqualTo(filesOfRun(run));
    }

    @Test
    void aRunGoesWithItsMetricsAndFiles() {
        world.experiments.get("0");
        Set<String> empty = world.partitions();
        String run = world.createRun();
        String other = world.createRun();
        world.runs.delete(run);
        world.pass(World.RETENTION.plus(DAY));
        assertThat(world.collect()).extracting("things", "files").containsExactly(1L, 2L);
        assertThat(world.files()).isEqualTo(filesOfRun(other));
        assertGone(() -> world.runs.get(run));
        assertGone(() -> world.runs.restore(run));
        world.runs.delete(other);
        world.pass(World.RETENTION.plus(DAY));
        world.collect();
        assertThat(world.partitions()).isEqualTo(empty);
        assertThat(world.files()).isEmpty();
    }

    @Test
    void runsGoWithTheirExperimentUnlessItIsRestored() {
        String experiment =
                String.valueOf(world.experiments.create("doomed", "", List.of()).id());
        String run = world.runs
                .create(new NewRun(experiment, "me", 1, List.of(), ""))
                .info()
                .runId();
        world.experiments.delete(experiment);
        world.pass(World.RETENTION.minus(DAY));
        world.experiments.restore(experiment);
        world.pass(DAY.multipliedBy(2));
        assertThat(world.collect().things()).isZero();
        assertThat(world.runs.get(run).info().lifecycleStage()).isEqualTo(LifecycleStage.ACTIVE);
        world.experiments.delete(experiment);
        world.pass(World.RETENTION.plus(DAY));
        assertThat(world.collect().things()).isEqualTo(1);
        assertGone(() -> world.runs.get(run));
    }

    @Test
    void aRunStaysAsLongAsAVersionHasItsFiles() {
        createModel("living");
        createModel("dying");
        String run = world.createRun();
        world.versionOfRun("living", run);
        world.versionOfRun("dying", run);
        world.runs.delete(run);
        world.registry.deleteModel("dying");
        world.pass(World.RETENTION.plus(DAY));
        world.collect();
        assertThat(world.files()).isEqualTo(filesOfRun(run));
        ModelVersion copy = world.versionAt("living", "models:/living/1");
        assertThat(copy.storageLocation()).contains(run);
        world.registry.deleteVersion("living", "1");
        world.pass(World.RETENTION.plus(DAY));
        world.collect();
        assertThat(world.files()).as("a copy has them").isEqualTo(filesOfRun(run));
        world.registry.deleteVersion("living", "2");
        world.pass(World.RETENTION.minus(DAY));
        world.collect();
        assertThat(world.files()).as("it can be restored").isEqualTo(filesOfRun(run));
        world.pass(DAY.multipliedBy(2));
        world.collect();
        assertThat(world.files()).isEmpty();
        assertGone(() -> world.runs.get(run));
    }

    @Test
    void aLoggedModelStaysAsLongAsAVersionIsMadeOfIt() {
        createModel("living");
        String model = world.createLoggedModel();
        String other = world.createLoggedModel();
        world.versionOfLoggedModel("living", model);
        world.loggedModels.delete(model);
        world.loggedModels.delete(other);
        world.pass(World.RETENTION.plus(DAY));
        world.collect();
        assertThat(world.files()).containsExactly("0/models/" + model + "/artifacts/MLmodel");
        assertGone(() -> world.loggedModels.get(other, true));
        assertThat(world.loggedModels.restore(model).lifecycleStage()).isEqualTo(LifecycleStage.ACTIVE);
    }

    @Test
    void whateverAVersionLiesInAroundOrBelowIsKept() {
        createModel("living");
        List<String> runs = new ArrayList<>();
        for (String source : List.of(
                "s3://%s/0/RUN/artifacts/model/deep/er",
                "s3://%s/0/RUN/artifacts/",
                "s3://%s/0/RUN",
                "runs:/RUN/model",
                "mlflow-artifacts:/0/RUN/artifacts/model")) {
            String run = world.createRun();
            runs.add(run);
            String uri = source.formatted(world.bucket).replace("RUN", run);
            world.registry.createVersion("living", uri, run, null, "", "", Map.of());
            world.runs.delete(run);
        }
        String unneeded = world.createRun();
        world.runs.delete(unneeded);
        world.pass(World.RETENTION.plus(DAY));
        world.collect();
        runs.forEach(run -> assertThat(world.files()).containsAll(filesOfRun(run)));
        assertThat(world.files()).doesNotContainAnyElementsOf(filesOfRun(unneeded));
        String last = world.createRun();
        world.runs.delete(last);
        world.versionAt("living", "s3://" + world.bucket + "/0");
        world.pass(World.RETENTION.plus(DAY));
        world.collect();
        assertThat(world.files()).containsAll(filesOfRun(last));
    }

    @Test
    void anUploadsFolderGoesWithItsLastVersion() {
        world.upload("churn", "a");
        world.upload("churn", "a");
        world.upload("churn", "b");
        world.put("models/churn/notes.txt");
        world.registry.deleteVersion("churn", "1");
        world.pass(World.RETENTION.plus(DAY));
        world.collect();
        assertThat(world.files()).hasSize(5);
        world.registry.deleteVersion("churn", "2");
        world.pass(World.RETENTION.plus(DAY));
        world.collect();
        assertThat(world.files())
                .containsExactly("models/churn/b/MLmodel", "models/churn/b/data/weights.bin", "models/churn/notes.txt");
        assertThat(world.upload("churn", "a")).isEqualTo(4);
        world.collect();
        assertThat(world.files()).hasSize(5);
    }

    @Test
    void aFolderThatNobodyUploadedAndAnotherBucketAreNotTouched() {
        createModel("own");
        world.put("data/model/MLmodel");
        world.put("models/own/by-hand/MLmodel");
        world.versionAt("own", "s3://" + world.bucket + "/data/model");
        world.versionAt("own", "s3://" + world.bucket + "/models/own/by-hand");
        world.versionAt("own", "s3://another/models/own/by-hand");
        world.registry.deleteModel("own");
        world.pass(World.RETENTION.plus(DAY));
        world.collect();
        assertThat(world.files()).containsExactly("data/model/MLmodel", "models/own/by-hand/MLmodel");
    }

    @Test
    void filesOfALivingRunInTheFolderOfADeadOneAreKept() {
        String dead = world.createRun();
        String location = "mlflow-artifacts:/0/" + dead + "/artifacts/inner";
        String experiment = String.valueOf(
                world.experiments.create("inner", location, List.of()).id());
        String living = world.runs
                .create(new NewRun(experiment, "me", 1, List.of(), ""))
                .info()
                .runId();
        String file = "0/" + dead + "/artifacts/inner/" + living + "/artifacts/file";
        world.put(file);
        world.runs.delete(dead);
        world.pass(World.RETENTION.plus(DAY));
        world.collect();
        assertThat(world.files()).containsExactly(file);
        world.runs.delete(living);
        world.pass(World.RETENTION.plus(DAY));
        world.collect();
        assertThat(world.files()).isEmpty();
    }

    @Test
    void deletedThingsAreListedTheFirstFirstAndOnPages() {
        createModel("a");
        createModel("b");
        world.versionAt("b", "s3://elsewhere/model");
        String run = world.createRun();
        world.registry.deleteModel("a");
        world.registry.deleteVersion("b", "1");
        world.pass(World.RETENTION.plus(DAY));
        world.runs.delete(run);
        List<Deleted> all = new ArrayList<>();
        Optional<String> token = Optional.empty();
        do {
            Page<Deleted> page = world.collector().deleted(false, 1, token);
            all.addAll(page.items());
            token = page.nextPageToken();
        } while (token.isPresent());
        assertThat(all).extracting(Deleted::kind).containsExactly(Kind.REGISTERED_MODEL, Kind.MODEL_VERSION, Kind.RUN);
        assertThat(world.collector().deleted(true, 10, Optional.empty()).items())
                .extracting(Deleted::name)
                .containsExactly("a", "b");
    }

    @Test
    void ofARestorationACollectionAndACreationThatRaceOneWins() throws Exception {
        for (int round = 0; round < 4; round++) {
            String name = "raced-" + round;
            world.upload(name, "f");
            world.registry.deleteModel(name);
            world.pass(World.RETENTION.plus(DAY));
            AtomicInteger restored = new AtomicInteger();
            atOnce(i -> () -> {
                switch (i % 4) {
                    case 0 -> {
                        world.registry.restoreModel(name, "", "");
                        restored.incrementAndGet();
                    }
                    case 1 -> world.registry.createModel(name, "another", Map.of());
                    default -> world.collect();
                }
                return i;
            });
            world.collect();
            String folder = "models/" + name + "/f/MLmodel";
            if (restored.get() == 1) {
                assertThat(world.registry.getVersion(name, "1").storageLocation())
                        .endsWith(name + "/f");
                assertThat(world.files()).contains(folder);
            } else {
                assertThat(restored).hasValue(0);
                assertThat(world.registry.getModel(name).description()).isEqualTo("another");
                assertGone(() -> world.registry.restoreModel(name, "", name + "-b"));
                assertThat(world.files()).doesNotContain(folder);
            }
        }
    }

    @Test
    void aVersionThatIsMadeOfARunWhileThatIsCollectedHasItsFilesOrIsRefused() throws Exception {
        createModel("late");
        for (int round = 0; round < 4; round++) {
            String run = world.createRun();
            String source = "s3://" + world.bucket + "/0/" + run + "/artifacts/model";
            world.runs.delete(run);
            world.pass(World.RETENTION.plus(DAY));
            AtomicInteger inTime = new AtomicInteger();
            var outcomes = atOnce(i -> () -> {
                if (i % 8 == 0) {
                    return world.collect();
                }
                world.versionAt("late", source);
                world.runs.get(run); // fails where nothing is left of it, of which anybody may make a version
                return inTime.incrementAndGet();
            });
            if (inTime.get() > 0) {
                assertThat(world.files()).containsAll(filesOfRun(run));
                assertThat(inTime).hasValue(56);
            } else {
                assertThat(world.files()).doesNotContainAnyElementsOf(filesOfRun(run));
                assertThat(outcomes).contains(Optional.of(ErrorCode.RESOURCE_DOES_NOT_EXIST));
            }
        }
    }
}
