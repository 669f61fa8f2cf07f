package io.lambdaregistry.functions.audit;

import io.lambdaregistry.functions.http.OperationGroup;
import java.util.Map;

/** What was changed, and what stood where. */
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
