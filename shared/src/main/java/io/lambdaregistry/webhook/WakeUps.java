package io.lambdaregistry.webhook;

import java.time.Duration;
import java.util.List;

/** The queue between those who see that something happened and those who tell of it: at least once, one at a time of a kind. */
public interface WakeUps {
    void send(List<WakeUp> wakeUps);

    /** Has one that was taken come back after a while. */
    void postpone(String receipt, Duration delay);
}
