package io.lambdaregistry.event;

import io.lambdaregistry.access.Principal;
import java.util.Optional;

/**
 * A change that was made. It never changes itself, and outlives what it tells of.
 *
 * @param order rises from change to change of one model, in the order in which they were made; microseconds since 1970, near
 *     enough for the time of the change, and unique within the model
 * @param modelId of the model, whatever its name
 * @param name that the model had before the change
 * @param who made it
 */
public record RegistryEvent(long order, String modelId, String name, Principal who, RegistryChange change) {
    private static final long MICROS_PER_MILLI = 1_000;

    /** Unique in the registry. */
    public String id() {
        return modelId + "-" + order;
    }

    /** When it was made, in milliseconds since 1970. */
    public long time() {
        return order / MICROS_PER_MILLI;
    }

    /** What was so before, as far as the event itself knows it. */
    public Optional<String> oldValue() {
        return change.kind().oldValue(change, name);
    }

    /** The least order that an event of that time has. */
    public static long orderOf(long millis) {
        return Math.multiplyExact(millis, MICROS_PER_MILLI);
    }
}
