package io.lambdaregistry.functions.audit;

import io.lambdaregistry.functions.http.OperationGroup;
import java.util.Map;

/** The operations that read the audit trail: a list of changes, and a model's state at a time. */
public final class AuditOperations extends OperationGroup {
    private static final String AUDIT = "GET /{api}/2.0/registry/audit";

    public AuditOperations() {
        super(Map.of(
                AUDIT,
                new GetAuditTrail(services().auditTrail()),
                AUDIT + "/at",
                new GetModelAtTime(services().auditTrail())));
    }
}
