package io.lambdaregistry.benchmarks.saturation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Cases that can be computed by hand. */
final class ModelTest {
    private static final Zipf ONE = new Zipf(1, 1);
    private static final Zipf ALIKE = new Zipf(1_000_000, 0);

    /** Two steps; 2 read units, one of them of one key. */
    private static Operation read(double share) {
        return new Operation("GetModelVersion", share, 2, 2, 0, 0, 0, 0, 0, 1, 0, 0);
    }

    /** 20 units to the table, 5 of them to one key, 8 to the listing. */
    private static Operation write(double share) {
        return new Operation("SetModelVersionTag", share, 2, 1, 0, 0, 20, 8, 4, 1, 0, 5);
    }

    private static Operation search(double share) {
        return new Operation("SearchRegisteredModels", share, 2, 25, 20, 0, 0, 0, 0, 1, 2.5, 0);
    }

    private static double saturation(String resource, Zipf models, Operation... mix) {
        return new Model(Limits.DEFAULT, models, ONE)
                .saturating(List.of(mix)).stream()
                        .filter(each -> each.name().equals(resource))
                        .findFirst()
                        .orElseThrow()
                        .saturatesAt(List.of(mix));
    }

    @Test
    void oneHotKeyGivesWhatOnePartitionGives() {
        assertThat(saturation("reads of the hottest model", ONE, read(1))).isEqualTo(3_000);
        assertThat(saturation("writes to the hottest model", ONE, write(1))).isEqualTo(200);
        assertThat(saturation("changes of the hottest model", ONE, write(1))).isEqualTo(100);
    }

    @Test
    void withEqualKeysNoneIsHotAndTheTableEndsFirst() {
        assertThat(saturation("reads of the hottest model", ALIKE, read(1))).isEqualTo(3e9, within(1.0));
        assertThat(saturation("reads of the table", ALIKE, read(1))).isEqualTo(20_000);
    }

    @Test
    void aKeyThatIsReadHalfAsOftenLastsTwiceAsLong() {
        assertThat(saturation("writes to the table", ALIKE, read(0.5), write(0.5)))
                .isEqualTo(4_000);
    }

    @Test
    void everySearchReadsEveryShard() {
        assertThat(saturation("reads of a shard of models", ALIKE, search(1))).isEqualTo(1_200);
    }

    @Test
    void writesSpreadOverTheShards() {
        assertThat(saturation("writes to a shard of listings", ALIKE, write(1))).isEqualTo(1_000);
    }

    @Test
    void concurrencyIsTimeTimesRate() {
        // 2 ms and two calls of 5 ms each: 1,000 at once are 83,333 a second
        assertThat(saturation("Lambda's concurrency", ALIKE, read(1))).isEqualTo(83_333, within(1.0));
    }

    @Test
    void theStacksOwnThrottleComesFirst() {
        List<Operation> mix = List.of(read(0.7), search(0.2), write(0.1));
        Resource first = new Model(Limits.DEFAULT, ALIKE, ALIKE).saturating(mix).getFirst();
        assertThat(first.name()).isEqualTo("the stack's throttle");
        assertThat(first.saturatesAt(mix)).isEqualTo(500);
    }

    @Test
    void theFirstOfAMillionHasAFourteenthUnderZipf() {
        assertThat(new Zipf(1_000_000, 1).largestShare()).isEqualTo(1 / 14.39, within(1e-4));
        assertThat(new Zipf(4, 0).largestShare()).isEqualTo(0.25);
    }

    @Test
    void theTeamsMixIsWholeAndOfOperationsThatWereMeasured() throws Exception {
        List<Operation> mix = TeamMix.read(Path.of("../benchmarks/results/calls.csv"));
        assertThat(mix.stream().mapToDouble(Operation::share).sum()).isEqualTo(1, within(1e-9));
        assertThat(mix).allSatisfy(operation -> assertThat(operation.steps()).isPositive());
        assertThat(mix.stream().filter(Operation::changesAModel)).hasSize(6);
    }
}
