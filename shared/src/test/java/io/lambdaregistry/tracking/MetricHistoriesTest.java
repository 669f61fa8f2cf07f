package io.lambdaregistry.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class MetricHistoriesTest {
    private static List<Long> sampled(int points, int count) {
        List<Metric> history = LongStream.range(0, points)
                .mapToObj(step -> new Metric("m", step, 0, step))
                .toList();
        return MetricHistories.sample(history, count).stream().map(Metric::step).toList();
    }

    @Test
    void fewPointsAreAllShown() {
        assertThat(sampled(3, 5)).containsExactly(0L, 1L, 2L);
        assertThat(sampled(0, 5)).isEmpty();
    }

    @Test
    void theFirstPointOfEachBucketIsShownAndTheLastOfAll() {
        assertThat(sampled(10, 4)).containsExactly(0L, 3L, 6L, 9L);
        assertThat(sampled(11, 4)).containsExactly(0L, 3L, 6L, 10L);
        assertThat(sampled(10, 1)).containsExactly(9L);
    }

    @Test
    void anInfinityIsTheLargestDoubleAndNegativeZeroIsZero() {
        assertThat(new Metric("m", Double.NEGATIVE_INFINITY, 0, 0).value()).isEqualTo(-Double.MAX_VALUE);
        assertThat(new Metric("m", -0.0, 0, 0)).isEqualTo(new Metric("m", 0.0, 0, 0));
    }
}
