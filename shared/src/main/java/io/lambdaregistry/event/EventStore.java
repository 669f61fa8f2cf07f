package io.lambdaregistry.event;

import io.lambdaregistry.search.Page;
import java.util.List;
import java.util.Optional;

/** Where events are read; they are written by the store that makes the changes. */
public interface EventStore {
    /** The latest first. */
    Page<AuditEntry> search(AuditSearch search);

    /** The events of a model that come behind an order, the first of them first. */
    List<RegistryEvent> after(String modelId, long order, int atMost);

    /** Whether the model of an event was a prompt just before it. */
    boolean wasPrompt(RegistryEvent event);

    /** Empty where no model had the name at that time. */
    Optional<ModelAtTime> at(String name, long time);
}
