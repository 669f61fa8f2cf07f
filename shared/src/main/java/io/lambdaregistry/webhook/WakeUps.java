package io.lambdaregistry.webhook;

import java.time.Duration;
import java.util.List;

/** The queue of wake-ups. It delivers each at least once, and one at a time for each webhook and model. */
public interface WakeUps {
    void send(List<WakeUp> wakeUps);

    /** Delivers a received wake-up again after a delay. */
    void postpone(String receipt, Duration delay);
}
