package io.lambdaregistry.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.lambdaregistry.error.ErrorCode;
import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.registry.AtOnce;
import io.lambdaregistry.testing.StoresSuite;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What holds whatever races, with 64 threads each. */
public class TrackingInvariantsTest extends StoresSuite {
    private Runs runs;
    private LoggedModels models;
    private Experiment experiment;
    private String runId;

    @BeforeAll
    void start() {
        runs = stores.runs();
        models = stores.loggedModels();
        experiment = stores.experiments().create("races", "", List.of());
    }

    @BeforeEach
    void createRun() {
        runId = runs.create(Tracking.newRun(experiment, "raced", 1)).info().runId();
    }

    @Test
    void everyTagLands() throws InterruptedException {
        assertThat(AtOnce.atOnce(i -> Tracking.call(() -> runs.setTag(runId, new Tag("tag" + i, Integer.toString(i))))))
                .containsOnly(Optional.empty());
        assertThat(runs.get(runId).tags()).hasSize(AtOnce.THREADS + 1);
    }

    @Test
    void everyBatchLandsWhole() throws InterruptedException {
        assertThat(AtOnce.atOnce(i -> Tracking.call(() -> runs.logBatch(
                        runId,
                        List.of(Tracking.metric(runId, "shared", i, i), Tracking.metric(runId, "own" + i, i, 0)),
                        List.of(new Param("param" + i, "x")),
                        List.of(new Tag("tag" + i, "x"))))))
                .containsOnly(Optional.empty());
        Run run = runs.get(runId);
        assertThat(run.metrics()).hasSize(AtOnce.THREADS + 1);
        assertThat(run.params()).hasSize(AtOnce.THREADS);
        assertThat(run.tags()).hasSize(AtOnce.THREADS + 1);
        assertThat(Tracking.latest(run, "shared").step()).isEqualTo(AtOnce.THREADS - 1);
    }

    @Test
    void theLatestPointIsTheLatestWhateverTheOrder() throws InterruptedException {
        List<Integer> steps =
                new ArrayList<>(IntStream.range(0, AtOnce.THREADS).boxed().toList());
        Collections.shuffle(steps, new Random(7));
        assertThat(AtOnce.atOnce(i -> Tracking.call(() -> {
                    LoggedMetric metric = Tracking.metric(runId, "loss", -steps.get(i), steps.get(i));
                    if (i % 2 == 0) {
                        runs.logMetric(metric);
                    } else {
                        runs.logBatch(runId, List.of(metric), List.of(), List.of());
                    }
                })))
                .containsOnly(Optional.empty());
        assertThat(Tracking.latest(runs.get(runId), "loss").step()).isEqualTo(AtOnce.THREADS - 1);
        assertThat(runs.metricHistory(runId, "loss", 100, Optional.empty()).items())
                .hasSize(AtOnce.THREADS);
    }

    @Test
    void ofDifferentValuesForAParamOneWins() throws InterruptedException {
        List<Optional<ErrorCode>> outcomes = AtOnce.atOnce(i -> Tracking.call(() -> {
            Param param = new Param("lr", Integer.toString(i));
            if (i % 2 == 0) {
                runs.logParam(runId, param);
            } else {
                runs.logBatch(runId, List.of(), List.of(param), List.of());
            }
        }));
        assertThat(outcomes).filteredOn(Optional::isEmpty).hasSize(1);
        int winner = outcomes.indexOf(Optional.<ErrorCode>empty());
        assertThat(runs.get(runId).params()).isEqualTo(Map.of("lr", Integer.toString(winner)));
    }

    @Test
    void ofDifferentLongValuesForAParamOneWinsAndNoOtherIsEverSeen() throws InterruptedException {
        List<Optional<ErrorCode>> outcomes = AtOnce.atOnce(i -> Tracking.call(() -> {
            Param param = new Param("text", longText(i));
            if (i % 4 == 0) {
                runs.logParam(runId, param);
            } else if (i % 4 == 1) {
                runs.logBatch(runId, List.of(), List.of(param, new Param("other" + i, longText(i))), List.of());
            } else {
                Map<String, String> seen = runs.get(runId).params();
                assertThat(seen.getOrDefault("text", longText(i))).hasSizeGreaterThan(300);
                throw RegistryException.invalid("only looked");
            }
        }));
        assertThat(outcomes).filteredOn(Optional::isEmpty).hasSize(1);
        int winner = outcomes.indexOf(Optional.<ErrorCode>empty());
        assertThat(runs.get(runId).params()).containsEntry("text", longText(winner));
        assertThat(runs.get(runId).params()).hasSize(winner % 4 == 0 ? 1 : 2);
    }

    private static String longText(int i) {
        return i + " ".repeat(300) + i;
    }

    @Test
    void aTagThatGrowsAndShrinksIsReadWholeAllTheTime() throws InterruptedException {
        runs.setTag(runId, new Tag("text", "0"));
        assertThat(AtOnce.atOnce(i -> Tracking.call(() -> {
                    if (i % 2 == 0) {
                        runs.setTag(runId, new Tag("text", i % 4 == 0 ? longText(i) : Integer.toString(i)));
                    } else {
                        String seen = runs.get(runId).tags().get("text");
                        assertThat(seen).matches("(\\d+)( {300}\\1)?");
                    }
                })))
                .containsOnly(Optional.empty());
    }

    @Test
    void noLoggedModelIsLostFromTheHistory() throws InterruptedException {
        assertThat(AtOnce.atOnce(i -> Tracking.call(() -> runs.logModel(runId, old -> old + "."))))
                .containsOnly(Optional.empty());
        assertThat(runs.get(runId).tags()).containsEntry(Run.MODEL_HISTORY_TAG, ".".repeat(AtOnce.THREADS));
    }

    @Test
    void nothingIsLoggedOnceARunIsSeenDeleted() throws InterruptedException {
        AtOnce.atOnce(i -> Tracking.call(() -> {
            if (i == AtOnce.THREADS / 2) {
                runs.delete(runId);
            } else {
                runs.setTag(runId, new Tag("tag" + i, "x"));
            }
        }));
        Map<String, String> then = runs.get(runId).tags();
        assertThat(AtOnce.atOnce(i -> Tracking.call(() -> runs.setTag(runId, new Tag("late" + i, "x")))))
                .containsOnly(Optional.of(ErrorCode.INVALID_PARAMETER_VALUE));
        assertThat(runs.get(runId).tags()).isEqualTo(then);
    }

    @Test
    void aDatasetIsAnInputOnce() throws InterruptedException {
        Dataset dataset = new Dataset("d", "1", "local", "{}", null, null, Map.of());
        assertThat(AtOnce.atOnce(i ->
                        Tracking.call(() -> runs.logInputs(runId, List.of(dataset), List.of("m-" + i % 4)))))
                .containsOnly(Optional.empty());
        assertThat(runs.get(runId).datasets()).containsExactly(dataset);
        assertThat(runs.get(runId).modelInputs()).containsExactlyInAnyOrder("m-0", "m-1", "m-2", "m-3");
    }

    @Test
    void everyTagOfALoggedModelLands() throws InterruptedException {
        String modelId = models.create(
                        new NewLoggedModel(Long.toString(experiment.id()), "model", "", runId, List.of(), Map.of()))
                .modelId();
        assertThat(AtOnce.atOnce(i -> Tracking.call(() -> models.setTags(modelId, Map.of("a" + i, "1", "b" + i, "2")))))
                .containsOnly(Optional.empty());
        assertThat(models.get(modelId, false).tags()).hasSize(2 * AtOnce.THREADS);
    }
}
