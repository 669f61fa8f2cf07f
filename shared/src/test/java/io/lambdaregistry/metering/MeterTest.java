package io.lambdaregistry.metering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lambdaregistry.error.RegistryException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class MeterTest {
    private static Meter.Reading reading(Runnable request) {
        Meter meter = new Meter();
        meter.measure(() -> {
            request.run();
            return meter;
        });
        return meter.reading();
    }

    private static int calls(int count) {
        for (int i = 0; i < count; i++) {
            Meter.callsDynamoDb();
        }
        return count;
    }

    @Test
    void callsOfAThreadAreInSequence() {
        Meter.Reading reading = reading(() -> {
            calls(2);
            Meter.callsS3();
        });
        assertThat(reading).isEqualTo(new Meter.Reading(2, 1, 3, 0, 0, 0));
        assertThat(reading.calls()).isEqualTo(3);
    }

    @Test
    void forksCountTogetherAndTakeAsLongAsTheLongest() {
        Meter.Reading reading = reading(() -> {
            calls(1);
            List<Fork<Integer>> forks =
                    Stream.of(1, 3, 2).map(count -> Fork.of(() -> calls(count))).toList();
            forks.forEach(Fork::join);
            calls(1);
        });
        assertThat(reading.calls()).isEqualTo(8);
        assertThat(reading.steps()).isEqualTo(5);
    }

    @Test
    void workBesideAForkDoesNotWaitForIt() {
        Meter.Reading reading = reading(() -> {
            Fork<Integer> fork = Fork.of(() -> calls(3));
            calls(2);
            fork.join();
        });
        assertThat(reading.calls()).isEqualTo(5);
        assertThat(reading.steps()).isEqualTo(3);
    }

    @Test
    void forksOfForksCountToo() {
        Meter.Reading reading = reading(() -> Fork.of(() -> {
                    calls(1);
                    return Fork.of(() -> calls(1)).join();
                })
                .join());
        assertThat(reading.steps()).isEqualTo(2);
    }

    @Test
    void unitsAndThrottlesAddUp() {
        Meter.Reading reading = reading(() -> {
            Meter.read(0.5);
            Fork.of(() -> {
                        Meter.read(2);
                        Meter.wrote(6);
                        Meter.throttled();
                        return "done";
                    })
                    .join();
        });
        assertThat(reading).isEqualTo(new Meter.Reading(0, 0, 0, 1, 2.5, 6));
    }

    @Test
    void aForkThatFailsThrowsWhatItThrewAndHasCounted() {
        Meter.Reading reading = reading(() -> assertThatThrownBy(() -> Fork.of(() -> {
                            calls(1);
                            throw RegistryException.notFound("gone");
                        })
                        .join())
                .isInstanceOf(RegistryException.class)
                .hasMessage("gone"));
        assertThat(reading.steps()).isEqualTo(1);
    }

    @Test
    void withoutAMeterNothingIsCountedAndForksRunAllTheSame() {
        assertThat(Fork.of(() -> calls(2)).join()).isEqualTo(2);
    }
}
