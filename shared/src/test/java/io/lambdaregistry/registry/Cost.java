package io.lambdaregistry.registry;

import io.lambdaregistry.metering.Meter;

/** How many calls of the stores an action makes: in sequence, and in all. */
public record Cost(int sequential, int all) {
    public static Cost of(Runnable action) {
        Meter meter = new Meter();
        meter.measure(() -> {
            action.run();
            return meter;
        });
        Meter.Reading reading = meter.reading();
        return new Cost(reading.steps(), reading.calls());
    }
}
