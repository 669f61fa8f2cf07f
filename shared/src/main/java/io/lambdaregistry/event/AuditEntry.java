package io.lambdaregistry.event;

import java.util.Optional;

/**
 * An event of the audit trail, with the value before it.
 *
 * @param from the value that the event's {@link RegistryChange#subject} had; empty if it had none, or if the event has no
 *     subject
 */
public record AuditEntry(RegistryEvent event, Optional<String> from) {}
