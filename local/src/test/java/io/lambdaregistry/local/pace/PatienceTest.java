package io.lambdaregistry.local.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PatienceTest {
    private static final long SECOND = 1_000_000_000L;

    private final Patience patience = new Patience(Duration.ofSeconds(10), 100);
    private long now;

    private void waits(long seconds, long bytes) {
        patience.await(0, now);
        now += seconds * SECOND;
        patience.served(bytes, now);
    }

    @Test
    void endsWithASilence() {
        patience.await(0, 0);
        assertThat(patience.isOver(10 * SECOND)).isFalse();
        assertThat(patience.isOver(10 * SECOND + 1)).isTrue();
    }

    @Test
    void endsWithAByteNowAndThen() {
        for (int i = 0; i < 10; i++) {
            assertThat(patience.isOver(now)).isFalse();
            waits(1, 1);
        }
        waits(1, 1);
        assertThat(patience.isOver(now)).isTrue();
    }

    @Test
    void neverEndsAtTheLeastRate() {
        for (int i = 0; i < 100_000; i++) {
            waits(9, 900);
            assertThat(patience.isOver(now)).isFalse();
        }
    }

    @Test
    void savesNothingUpForLater() {
        waits(0, 1_000_000_000);
        waits(10, 0);
        assertThat(patience.isOver(now)).isFalse();
        waits(1, 0);
        assertThat(patience.isOver(now)).isTrue();
    }

    @Test
    void countsNoTimeInWhichNobodyIsWaitedFor() {
        waits(9, 0);
        now += 1_000 * SECOND;
        assertThat(patience.isOver(now)).isFalse();
        waits(1, 0);
        assertThat(patience.isOver(now)).isFalse();
    }

    @Test
    void allowsForWhatIsGivenToTake() {
        patience.await(2_000, 0);
        assertThat(patience.isOver(30 * SECOND)).isFalse();
        assertThat(patience.isOver(30 * SECOND + 1)).isTrue();
        patience.served(0, 5 * SECOND);
        patience.await(0, 5 * SECOND);
        assertThat(patience.isOver(15 * SECOND)).isFalse();
        assertThat(patience.isOver(16 * SECOND)).isTrue();
    }
}
