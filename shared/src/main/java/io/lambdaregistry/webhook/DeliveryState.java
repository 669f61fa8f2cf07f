package io.lambdaregistry.webhook;

import java.util.OptionalLong;

/**
 * How far a webhook has been told of a model.
 *
 * @param position the order of the last event that it was told of, that did not concern it, or that was given up
 * @param attempts that failed in a row, up to now
 * @param failingSince when the first of them failed, in milliseconds since 1970; 0 without one
 * @param due when to try again; empty without a failed attempt at the event behind the position
 * @param givenUp how many events were never delivered
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
