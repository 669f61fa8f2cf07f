package io.lambdaregistry.event;

import io.lambdaregistry.search.Page;
import java.util.List;
import java.util.Optional;

/** Reads events; the stores that make the changes write them. */
public interface EventStore {
    /** The latest first. */
    Page<AuditEntry> search(AuditSearch search);

    /** The events of a model that come behind an order, the first of them first. */
    List<RegistryEvent> after(String modelId, long order, int atMost);

    /** Whether the model of an event was a prompt just before it. */
    boolean wasPrompt(RegistryEvent event);

    /** Returns the model that had a name at a time; empty if none had it. */
    Optional<ModelAtTime> at(String name, long time);
}
