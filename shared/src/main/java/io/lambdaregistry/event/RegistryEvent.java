package io.lambdaregistry.event;

import io.lambdaregistry.access.Principal;
import java.util.Optional;

/**
 * A change that was made. Events are never changed, and outlive their models.
 *
 * @param order rises from change to change of one model, in the order in which they were made: microseconds since 1970, close
 *     to the time of the change, and unique within the model
 * @param modelId the id of the model, whatever its name
 * @param name the name of the model before the change
 * @param who the principal that made the change
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

    /** The value before the change, if the event contains it. */
    public Optional<String> oldValue() {
        return change.kind().oldValue(change, name);
    }

    /** The least order that an event of that time has. */
    public static long orderOf(long millis) {
        return Math.multiplyExact(millis, MICROS_PER_MILLI);
    }
}
