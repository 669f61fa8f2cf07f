package io.lambdaregistry.webhook;

import java.util.OptionalLong;

/**
 * The state of a webhook's deliveries for one model.
 *
 * @param position the order of the last event that was delivered, that the webhook does not listen to, or that was given up
 * @param attempts the number of attempts in a row that failed, up to now
 * @param failingSince when the first of them failed, in milliseconds since 1970; 0 if none failed
 * @param due when the next attempt is due; empty unless an attempt at the event after the position failed
 * @param givenUp the number of events that were never delivered
 */
public record DeliveryState(long position, int attempts, long failingSince, OptionalLong due, long givenUp) {
    static DeliveryState beginningAt(long position) {
        return new DeliveryState(position, 0, 0, OptionalLong.empty(), 0);
    }

    DeliveryState delivered(long newPosition) {
        return new DeliveryState(newPosition, 0, 0, OptionalLong.empty(), givenUp);
    }

    DeliveryState passing(long newPosition) {
        return new DeliveryState(newPosition, attempts, failingSince, OptionalLong.empty(), givenUp);
    }

    DeliveryState failed(long now, long nextTry) {
        return new DeliveryState(
                position, attempts + 1, attempts == 0 ? now : failingSince, OptionalLong.of(nextTry), givenUp);
    }

    DeliveryState givingUp(long newPosition) {
        return new DeliveryState(newPosition, attempts, failingSince, OptionalLong.empty(), givenUp + 1);
    }
}
