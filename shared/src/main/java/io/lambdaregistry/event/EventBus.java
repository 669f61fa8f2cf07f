package io.lambdaregistry.event;

import java.util.List;
import java.util.OptionalInt;

/** A bus on which events are published for other systems. */
@FunctionalInterface
public interface EventBus {
    /**
     * Puts entries on the bus, in their order.
     *
     * @return the index of the first one that the bus did not take; those behind it may be on the bus or not
     */
    OptionalInt put(List<Entry> entries);

    /**
     * @param time in milliseconds since 1970
     * @param type {@code entity.action}
     * @param detail a JSON object
     */
    record Entry(long time, String type, String detail) {}
}
