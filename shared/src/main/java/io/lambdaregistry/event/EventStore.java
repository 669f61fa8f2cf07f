package io.lambdaregistry.event;

import io.lambdaregistry.search.Page;
import java.util.Optional;

/** Where events are read; they are written by the store that makes the changes. */
public interface EventStore {
    /** The latest first. */
    Page<AuditEntry> search(AuditSearch search);

    /** Empty where no model had the name at that time. */
    Optional<ModelAtTime> at(String name, long time);
}
