package io.lambdaregistry.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.lambdaregistry.registry.Cost;
import io.lambdaregistry.testing.TestStores;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What each operation may cost in calls of DynamoDB: in sequence, and in all. docs/architecture.md has the table. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TrackingBudgetsTest {
    private TestStores stores;
    private Runs runs;
    private Experiment experiment;
    private String runId;

    @BeforeAll
    void start() {
        stores = TestStores.inMemory();
        runs = stores.runs();
        experiment = stores.experiments().create("counted", "", List.of());
        runId = runs.create(Tracking.newRun(experiment, "counted", 1)).info().runId();
    }

    @AfterAll
    void stop() {
        stores.close();
    }

    @Test
    void gettingARunTakesOneCall() {
        runs.logInputs(runId, List.of(new Dataset("d", "1", "a", "b", null, null, Map.of())), List.of("m-1"));
        assertThat(Cost.of(() -> runs.get(runId))).isEqualTo(new Cost(1, 1));
    }

    @Test
    void creatingARunTakesTwoCalls() {
        assertThat(Cost.of(() -> runs.create(Tracking.newRun(experiment, "another", 1))))
                .isEqualTo(new Cost(2, 2));
    }

    @Test
    void changingARunTakesOneCall() {
        RunUpdate update = new RunUpdate(Optional.of(RunStatus.FINISHED), Optional.of(2L), Optional.empty());
        assertThat(Cost.of(() -> runs.update(runId, update))).isEqualTo(new Cost(1, 1));
        assertThat(Cost.of(() -> runs.setTag(runId, new Tag("k", "v")))).isEqualTo(new Cost(1, 1));
        assertThat(Cost.of(() -> runs.deleteTag(runId, "k"))).isEqualTo(new Cost(1, 1));
        assertThat(Cost.of(() -> runs.logParam(runId, new Param("p", "1")))).isEqualTo(new Cost(1, 1));
        assertThat(Cost.of(() -> runs.delete(runId))).isEqualTo(new Cost(1, 1));
        assertThat(Cost.of(() -> runs.restore(runId))).isEqualTo(new Cost(1, 1));
    }

    @Test
    void loggingAMetricTakesTwoCalls() {
        assertThat(Cost.of(() -> runs.logMetric(Tracking.metric(runId, "m", 1, 1))))
                .isEqualTo(new Cost(2, 2));
    }

    @Test
    void aBatchTakesThreeCallsInSequenceAndOneMoreForEveryTwentyFivePoints() {
        List<LoggedMetric> metrics = IntStream.range(0, 1_000)
                .mapToObj(i -> Tracking.metric(runId, "b" + i, i, i))
                .toList();
        Cost cost = Cost.of(() -> runs.logBatch(runId, metrics, List.of(), List.of()));
        assertThat(cost.sequential()).isLessThanOrEqualTo(3);
        assertThat(cost.all()).isLessThanOrEqualTo(2 + 1_000 / 25);
    }

    @Test
    void theLargestBatchTakesThreeCallsInSequence() {
        List<LoggedMetric> metrics = IntStream.range(0, 800)
                .mapToObj(i -> Tracking.metric(runId, "l" + i, i, i))
                .toList();
        List<Param> params = IntStream.range(0, 100)
                .mapToObj(i -> new Param("p" + i, "x".repeat(6_000)))
                .toList();
        List<Tag> tags = IntStream.range(0, 100)
                .mapToObj(i -> new Tag("t" + i, "y".repeat(300)))
                .toList();
        String large =
                runs.create(Tracking.newRun(experiment, "large", 1)).info().runId();
        Cost cost = Cost.of(() -> runs.logBatch(large, metrics, params, tags));
        assertThat(cost.sequential()).isLessThanOrEqualTo(3);
        assertThat(cost.all()).isLessThanOrEqualTo(2 + 800 / 25);
        assertThat(Cost.of(() -> runs.get(large))).isEqualTo(new Cost(1, 1));
    }

    @Test
    void aLongValueTakesTwoCalls() {
        assertThat(Cost.of(() -> runs.logParam(runId, new Param("long", "x".repeat(6_000)))))
                .isEqualTo(new Cost(2, 2));
        assertThat(Cost.of(() -> runs.setTag(runId, new Tag("long", "x".repeat(8_000)))))
                .isEqualTo(new Cost(2, 2));
        assertThat(Cost.of(() -> runs.deleteTag(runId, "long"))).isEqualTo(new Cost(2, 2));
        assertThat(Cost.of(() -> runs.create(new NewRun(
                        Long.toString(experiment.id()), "", 1, List.of(new Tag("long", "x".repeat(8_000))), "born"))))
                .isEqualTo(new Cost(2, 2));
    }

    @Test
    void theFirstPageOfManyRunsReadsNoMoreThanItShows() {
        for (int i = 0; i < 150; i++) {
            stores.runs().create(Tracking.newRun(experiment, "many" + i, i));
        }
        RunSearch search = RunSearch.of(
                List.of(Long.toString(experiment.id())), "", ViewType.ACTIVE_ONLY, List.of(), 20, Optional.empty());
        runs.search(search);
        Cost cost = Cost.of(() -> runs.search(search));
        assertThat(cost.sequential()).isLessThanOrEqualTo(3);
        assertThat(cost.all()).isLessThanOrEqualTo(11);
    }
}
