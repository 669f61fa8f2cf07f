package io.lambdaregistry.functions.audit;

import io.lambdaregistry.event.AuditTrail;
import io.lambdaregistry.event.EventTime;
import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.json.JsonBody;

/** {@code GET registry/audit/at}: returns the stage of each version, and the version of each alias, at a time. */
final class GetModelAtTime extends JsonHandler {
    private final AuditTrail trail;

    GetModelAtTime(AuditTrail trail) {
        this.trail = trail;
    }

    @Override
    protected JsonBody answer(Parameters parameters) {
        String name = parameters.requiredString("name");
        long time = EventTime.parse("time", parameters.requiredString("time")).orElseThrow();
        return AuditJson.model(trail.at(name, time));
    }
}
