package io.lambdaregistry.functions.ui;

import io.lambdaregistry.event.AuditEntry;
import io.lambdaregistry.event.AuditSearch;
import io.lambdaregistry.functions.Services;
import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.metering.Fork;
import io.lambdaregistry.registry.ModelVersion;
import io.lambdaregistry.registry.RegisteredModel;
import io.lambdaregistry.registry.VersionSearch;
import io.lambdaregistry.search.Page;
import io.lambdaregistry.tracking.Run;
import java.util.List;
import java.util.Optional;

/** {@code GET registry/views/model}: a model, its versions, the runs that produced them, and its audit trail. */
final class ShowModel extends JsonHandler {
    private static final int VERSIONS_OF_A_PAGE = 100;
    private static final int EVENTS = 30;

    private final Services services;
    private final ViewData data;

    ShowModel(Services services) {
        this.services = services;
        this.data = new ViewData(services);
    }

    @Override
    protected JsonBody answer(Parameters parameters) {
        String name = parameters.requiredString("name");
        Fork<RegisteredModel> model = Fork.of(() -> services.registry().getModel(name));
        Fork<Page<AuditEntry>> happened = Fork.of(() -> services.auditTrail().search(changesOf(name)));
        Page<ModelVersion> versions = services.registry()
                .searchVersions(VersionSearch.ofModel(name, VERSIONS_OF_A_PAGE, parameters.pageToken()));
        List<Run> runs = data.runs(versions.items().stream()
                .map(ModelVersion::runId)
                .filter(id -> !id.isEmpty())
                .toList());
        List<AuditEntry> events = happened.join().items();
        JsonBody itself = ViewJson.model(model.join());
        return writer -> {
            writer.shortened("registered_model", itself);
            ViewJson.versions(writer, versions);
            ViewJson.runs(writer, runs);
            ViewJson.events(writer, events);
        };
    }

    private static AuditSearch changesOf(String name) {
        return new AuditSearch(Optional.of(name), 0, AuditSearch.END_OF_TIME, EVENTS, Optional.empty());
    }
}
