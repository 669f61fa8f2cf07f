package io.lambdaregistry.functions.audit;

import io.lambdaregistry.event.AuditSearch;
import io.lambdaregistry.event.AuditTrail;
import io.lambdaregistry.event.EventTime;
import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.json.JsonBody;
import java.util.Optional;

/** {@code GET registry/audit}: lists the changes of one model or of all, the latest first. */
final class GetAuditTrail extends JsonHandler {
    private final AuditTrail trail;

    GetAuditTrail(AuditTrail trail) {
        this.trail = trail;
    }

    @Override
    protected JsonBody answer(Parameters parameters) {
        AuditSearch search = new AuditSearch(
                Optional.of(parameters.stringOrEmpty("name")).filter(name -> !name.isEmpty()),
                EventTime.parse("since", parameters.stringOrEmpty("since")).orElse(0),
                EventTime.parse("until", parameters.stringOrEmpty("until")).orElse(AuditSearch.END_OF_TIME),
                (int) parameters.integerUpTo(AuditSearch.MAX_RESULTS, "max_results", AuditSearch.DEFAULT_MAX_RESULTS),
                parameters.pageToken());
        return AuditJson.page(trail.search(search));
    }
}
