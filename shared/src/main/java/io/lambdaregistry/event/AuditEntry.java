package io.lambdaregistry.event;

import java.util.Optional;

/**
 * An event of the audit trail, with what was before.
 *
 * @param from the value that the event's {@link RegistryChange#subject} had; empty where it had none, or the event has no
 *     subject
 */
public record AuditEntry(RegistryEvent event, Optional<String> from) {}
