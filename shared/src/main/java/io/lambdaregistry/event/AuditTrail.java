package io.lambdaregistry.event;

import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.registry.RegistryRules;
import io.lambdaregistry.search.Page;

/** The history of the registry's models, and their state at a time. Thread-safe. */
public final class AuditTrail {
    private final EventStore events;

    public AuditTrail(EventStore events) {
        this.events = events;
    }

    public Page<AuditEntry> search(AuditSearch search) {
        search.name().ifPresent(RegistryRules::checkModelName);
        return events.search(search);
    }

    /**
     * Returns the stages and aliases, as they were at a time, of the model that had the name then.
     *
     * @param time in milliseconds since 1970
     * @throws RegistryException RESOURCE_DOES_NOT_EXIST if no model had the name then
     */
    public ModelAtTime at(String name, long time) {
        RegistryRules.checkModelName(name);
        return events.at(name, Math.clamp(time, 0, AuditSearch.END_OF_TIME))
                .orElseThrow(() -> RegistryException.notFound(
                        "No Registered Model with name=%s was there at that time".formatted(name)));
    }
}
