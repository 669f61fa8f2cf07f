package io.lambdaregistry.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.lambdaregistry.registry.CountedReads;
import io.lambdaregistry.registry.CountedReads.Reads;
import io.lambdaregistry.search.Page;
import io.lambdaregistry.testing.TestStores;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** How much of a large experiment a page of its runs reads: as much as of a small one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RunScaleTest {
    /** {@code -Druns=100000} tries it with more. */
    private static final int RUNS = Integer.getInteger("runs", 3_000);

    private static final int FEW = RUNS / 100;
    private static final int PAGE = 20;

    /** Each of 8 shards is read a little further than its share of the page, since chance decides what is where. */
    private static final int SPREAD = 8 * 20;

    private TestStores stores;
    private CountedReads reads;
    private Runs runs;
    private Experiment large;
    private Experiment small;

    @BeforeAll
    void fill() throws Exception {
        stores = TestStores.inMemory();
        reads = new CountedReads(stores.dynamoDb());
        runs = stores.by(reads.client()).runs();
        large = create("large", RUNS);
        small = create("small", FEW);
        stores.letTimePass();
        page(small, Optional.empty());
    }

    @AfterAll
    void stop() {
        stores.close();
    }

    private Experiment create(String name, int count) throws Exception {
        Experiment experiment = stores.experiments().create(name, "", List.of());
        Runs fast = stores.runs();
        int threads = 4;
        try (var pool = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> running = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                int first = t;
                running.add(pool.submit(() -> IntStream.range(0, count)
                        .filter(i -> i % threads == first)
                        .forEach(i -> fast.create(Tracking.newRun(experiment, "run" + i, i)))));
            }
            for (Future<?> each : running) {
                each.get();
            }
        }
        return experiment;
    }

    private Reads<Page<Run>> page(Experiment experiment, Optional<String> token) {
        RunSearch search =
                RunSearch.of(List.of(Long.toString(experiment.id())), "", ViewType.ACTIVE_ONLY, List.of(), PAGE, token);
        return reads.of(() -> runs.search(search));
    }

    @Test
    void thePagesOfTheDefaultOrderReadNoMoreThanThePageAndTheSpread() {
        List<String> seen = new ArrayList<>();
        Optional<String> token = Optional.empty();
        for (int number = 0; number < 10; number++) {
            Reads<Page<Run>> page = page(large, token);
            assertThat(page.answer().items()).hasSize(PAGE);
            page.answer().items().forEach(run -> seen.add(run.info().runName()));
            assertThat(page.items()).isLessThanOrEqualTo(2 * PAGE + SPREAD);
            assertThat(page.calls()).isLessThanOrEqualTo(2 + 8);
            token = page.answer().nextPageToken();
        }
        assertThat(seen)
                .containsExactlyElementsOf(IntStream.range(0, 10 * PAGE)
                        .mapToObj(i -> "run" + (RUNS - 1 - i))
                        .toList());
    }

    @Test
    void aPageOfManyRunsReadsNoMoreThanOneOfFew() {
        assertThat(page(large, Optional.empty()).items())
                .isLessThanOrEqualTo(page(small, Optional.empty()).items() + SPREAD);
    }

    @Test
    void anotherOrderHoldsNoMoreThanItsPageAndReadsInLargeCalls() {
        RunSearch search = RunSearch.of(
                List.of(Long.toString(large.id())),
                "",
                ViewType.ACTIVE_ONLY,
                List.of("attributes.start_time ASC"),
                PAGE,
                Optional.empty());
        Reads<Page<Run>> page = reads.of(() -> runs.search(search));
        assertThat(page.answer().items())
                .extracting(run -> run.info().runName())
                .startsWith("run0", "run1", "run2")
                .hasSize(PAGE);
        assertThat(page.items()).isEqualTo(RUNS + 1);
        assertThat(page.calls()).isLessThanOrEqualTo(2 * RUNS / 1_000 + 8);
    }
}
