package io.lambdaregistry.lineage;

import io.lambdaregistry.error.Lookup;
import io.lambdaregistry.json.Json;
import io.lambdaregistry.json.PythonJson;
import io.lambdaregistry.registry.Lineage;
import io.lambdaregistry.tracking.LoggedModels;
import io.lambdaregistry.tracking.Runs;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gives the registry the runs, logged models and their tags that tracking stores. */
public final class TrackingLineage implements Lineage {
    /** The tag in which MLflow lists, as JSON, the versions created from a logged model. */
    private static final String VERSIONS_TAG = "mlflow.modelVersions";

    private final Runs runs;
    private final LoggedModels loggedModels;

    public TrackingLineage(Runs runs, LoggedModels loggedModels) {
        this.runs = runs;
        this.loggedModels = loggedModels;
    }

    @Override
    public Optional<String> runArtifactUri(String runId) {
        return Lookup.found(() -> runs.get(runId)).map(run -> run.info().artifactUri());
    }

    @Override
    public Optional<LoggedArtifacts> loggedModel(String modelId) {
        return Lookup.found(() -> loggedModels.get(modelId, false))
                .map(model -> new LoggedArtifacts(model.artifactUri(), model.sourceRunId()));
    }

    @Override
    public void linkVersion(String modelId, String name, long version, boolean repeated) {
        loggedModels.changeTag(modelId, VERSIONS_TAG, old -> withVersion(old, name, version, repeated));
    }

    private static String withVersion(String list, String name, long version, boolean repeated) {
        Optional<List<?>> earlier = versions(list);
        Map<String, Object> added = new LinkedHashMap<>();
        added.put("name", name);
        added.put("version", version);
        if (earlier.isEmpty()) {
            return list; // the tag was set to something else by a client: it is kept unchanged
        }
        boolean listed = earlier.get().contains(added);
        if (listed && repeated) {
            return list;
        }
        List<Object> versions = new ArrayList<>(listed ? List.of() : earlier.get()); // as in MLflow, which begins anew
        versions.add(added);
        return PythonJson.text(versions);
    }

    /** The versions in the tag's list; empty where the text is no JSON list. */
    private static Optional<List<?>> versions(String list) {
        try {
            return list.isEmpty()
                    ? Optional.of(List.of())
                    : Optional.ofNullable(Json.parse(list) instanceof List<?> versions ? versions : null);
        } catch (UncheckedIOException notJson) {
            return Optional.empty();
        }
    }
}
