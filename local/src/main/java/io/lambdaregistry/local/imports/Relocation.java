package io.lambdaregistry.local.imports;

import io.lambdaregistry.error.Lookup;
import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.functions.Services;
import io.lambdaregistry.tracking.Experiment;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Maps the source's experiments and artifact locations to those of this registry. Artifacts of runs and logged models lie in
 * the registry's own storage, below the id of their experiment.
 */
final class Relocation {
    private static final String STORE = "mlflow-artifacts:/";

    private final Services services;

    /** The experiments here, by their ids at the source. */
    private final Map<Long, Experiment> experiments = new ConcurrentHashMap<>();

    /** The ids of the source's experiments, by their artifact locations. */
    private final Map<String, Long> locations = new ConcurrentHashMap<>();

    Relocation(Services services) {
        this.services = services;
    }

    void put(Experiment there, Experiment here) {
        experiments.put(there.id(), here);
        locations.put(normalized(there.artifactLocation()), there.id());
    }

    /** @throws RegistryException where the source did not list it */
    Experiment experiment(long idThere) {
        Experiment here = experiments.get(idThere);
        if (here == null) {
            throw RegistryException.notFound("the source does not list its experiment " + idThere);
        }
        return here;
    }

    static String rootOfRun(Experiment here, String runId) {
        return here.id() + "/" + runId + "/artifacts";
    }

    static String rootOfLoggedModel(Experiment here, String modelId) {
        return here.id() + "/models/" + modelId + "/artifacts";
    }

    /**
     * The URI here of a file in the artifacts of a run or a logged model, under the artifact root that the run or model has
     * here.
     */
    Optional<String> find(String uri) {
        String wanted = normalized(uri);
        return locations.keySet().stream()
                .filter(location -> wanted.startsWith(location + "/"))
                .map(location -> wanted.substring(location.length() + 1))
                .flatMap(rest -> owned(rest).stream())
                .findFirst();
    }

    /** @param rest {@code <run id>/artifacts/…} or {@code models/<id>/artifacts/…} */
    private Optional<String> owned(String rest) {
        List<String> segments = List.of(rest.split("/", -1));
        boolean ofModel = segments.getFirst().equals("models");
        int artifacts = ofModel ? 2 : 1;
        if (segments.size() <= artifacts || !segments.get(artifacts).equals("artifacts")) {
            return Optional.empty();
        }
        String tail = String.join("/", segments.subList(artifacts + 1, segments.size()));
        Optional<String> root = ofModel
                ? loggedModelUri(segments.get(1))
                : Lookup.found(
                        () -> services.runs().get(segments.getFirst()).info().artifactUri());
        return root.map(uri -> tail.isEmpty() ? uri : uri + "/" + tail);
    }

    Optional<String> loggedModelUri(String modelId) {
        return Lookup.found(() -> services.loggedModels().get(modelId, true).artifactUri());
    }

    /** The path in the source's own artifact store; empty for a URI elsewhere. */
    static Optional<String> pathInStore(String uri) {
        String normalized = normalized(uri);
        return normalized.startsWith(STORE) ? Optional.of(normalized.substring(STORE.length())) : Optional.empty();
    }

    /** The URI in the same form, whether or not it names the host of the source's own artifact store. */
    private static String normalized(String uri) {
        return withoutSlashesAtEnd(uri.replaceFirst("^mlflow-artifacts://[^/]*", "mlflow-artifacts:")
                .replaceFirst("^(mlflow-artifacts:)/+", "$1/"));
    }

    static String withoutSlashesAtEnd(String uri) {
        int end = uri.length();
        while (end > 0 && uri.charAt(end - 1) == '/') {
            end--;
        }
        return uri.substring(0, end);
    }
}
