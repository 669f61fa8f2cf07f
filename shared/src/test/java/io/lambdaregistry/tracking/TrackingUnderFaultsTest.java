package io.lambdaregistry.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.lambdaregistry.dynamodb.kit.Table;
import io.lambdaregistry.dynamodb.tracking.DynamoExperimentStore;
import io.lambdaregistry.dynamodb.tracking.DynamoRunStore;
import io.lambdaregistry.error.ErrorCode;
import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.registry.InjectedFaults;
import io.lambdaregistry.search.PageTokens;
import io.lambdaregistry.testing.TestStores;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Runs on a DynamoDB that throttles, times out before and after it wrote, and gets some writes twice. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TrackingUnderFaultsTest {
    private static final int THREADS = 16;
    private static final int STEPS = 40;
    private static final int FAULTS_IN_A_HUNDRED = 10;

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final AtomicLong steps = new AtomicLong();
    private final Map<String, String> tags = new ConcurrentSkipListMap<>();
    private final Map<String, String> params = new ConcurrentSkipListMap<>();
    private TestStores stores;
    private InjectedFaults faults;
    private Experiments experiments;
    private Runs runs;
    private String runId;

    @BeforeAll
    void start() {
        stores = TestStores.inMemory();
        faults = new InjectedFaults(stores.dynamoDb(), seed, 0);
        Table table = new Table(faults.client(), stores.tableName());
        PageTokens tokens = new PageTokens(() -> new byte[32]);
        InstantSource clock = InstantSource.system();
        experiments = new Experiments(new DynamoExperimentStore(table, tokens), clock, "s3://bucket");
        runs = new Runs(new DynamoRunStore(table, tokens), experiments, clock);
        Experiment experiment = experiments.create("faults", "", List.of());
        runId = runs.create(Tracking.newRun(experiment, "run", 1)).info().runId();
    }

    @AfterAll
    void stop() {
        stores.close();
    }

    @Test
    void everyAcknowledgedChangeStaysAndEveryRefusedOneIsNone() throws InterruptedException {
        faults.percent(FAULTS_IN_A_HUNDRED);
        SplittableRandom seeds = new SplittableRandom(seed);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> working = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                String own = "own" + i;
                SplittableRandom random = seeds.split();
                working.add(threads.submit(() -> IntStream.range(0, STEPS).forEach(step -> step(random, own, step))));
            }
            for (Future<?> each : working) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new AssertionError("seed " + seed, e.getCause());
        }
        faults.percent(0);
        Run run = runs.get(runId);
        tags.put(Run.NAME_TAG, "run");
        assertThat(run.tags()).as("seed %d", seed).isEqualTo(tags);
        assertThat(run.params()).as("seed %d", seed).isEqualTo(params);
        assertThat(Tracking.latest(run, "shared").step()).isEqualTo(steps.get());
        assertThat(runs.metricHistory(runId, "shared", 10_000, Optional.empty()).items())
                .hasSize((int) steps.get());
        assertThat(faults.injected()).isPositive();
    }

    /** Each thread has a tag of its own, so it knows what it must be. */
    private void step(SplittableRandom random, String own, int step) {
        String value = random.nextBoolean() ? own + step : (own + step).repeat(100);
        switch (random.nextInt(5)) {
            case 0 -> {
                untilDone(ErrorCode.RESOURCE_DOES_NOT_EXIST, () -> runs.deleteTag(runId, own));
                tags.remove(own);
            }
            case 1 -> {
                untilDone(null, () -> runs.logParam(runId, new Param(own + "." + step, value)));
                params.put(own + "." + step, value);
            }
            case 2 -> {
                LoggedMetric metric = Tracking.metric(runId, "shared", step, steps.incrementAndGet());
                Tag tag = new Tag(own, value);
                untilDone(
                        null, () -> runs.logBatch(runId, List.of(metric), List.of(new Param(own, "1")), List.of(tag)));
                params.put(own, "1");
                tags.put(own, value);
            }
            case 3 -> {
                LoggedMetric metric = Tracking.metric(runId, "shared", step, steps.incrementAndGet());
                untilDone(null, () -> runs.logMetric(metric));
            }
            default -> {
                untilDone(null, () -> runs.setTag(runId, new Tag(own, value)));
                tags.put(own, value);
            }
        }
    }

    /** Tries again for as long as nobody knows what became of it. */
    private static void untilDone(@Nullable ErrorCode fine, Runnable operation) {
        while (true) {
            try {
                operation.run();
                return;
            } catch (RegistryException e) {
                if (e.code() == fine) {
                    return;
                }
                assertThat(e.code()).as(e.getMessage()).isEqualTo(ErrorCode.TEMPORARILY_UNAVAILABLE);
            }
        }
    }

    @Test
    void aDeletionOfAnExperimentThatIsCutShortIsFinishedByTheNext() {
        Experiment experiment = experiments.create("cut short", "", List.of());
        String id = Long.toString(experiment.id());
        List<String> ids = IntStream.range(0, 60)
                .mapToObj(i -> runs.create(Tracking.newRun(experiment, "r" + i, i))
                        .info()
                        .runId())
                .toList();
        faults.percent(30);
        // an attempt whose answer was lost may have finished it: the next finds nothing left to delete
        untilDone(ErrorCode.RESOURCE_DOES_NOT_EXIST, () -> experiments.delete(id));
        faults.percent(0);
        assertThat(ids).allMatch(run -> runs.get(run).info().lifecycleStage() == LifecycleStage.DELETED);
        assertThat(experiments.get(id).generation()).isEqualTo(1);
    }
}
