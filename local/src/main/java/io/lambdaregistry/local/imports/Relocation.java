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
 * Where things of the source are here: which experiment has become which, and what lies where. Artifacts of runs and logged
 * models are here in the registry's own storage, below the id of their experiment.
 */
final class Relocation {
    private static final String STORE = "mlflow-artifacts:/";

    private final Services services;

    /** Ids of the source's experiments, and what they have become. */
    private final Map<Long, Experiment> experiments = new ConcurrentHashMap<>();

    /** The source's artifact locations, and whose they are. */
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
            throw RegistryException.notFound("its experiment " + idThere + " is not among those of the source");
        }
        return here;
    }

    static String rootOfRun(Experiment here, String runId) {
        return here.id() + "/" + runId + "/artifacts";
    }

    static String rootOfLoggedModel(Experiment here, String modelId) {
        return here.id() + "/models/" + modelId + "/artifacts";
    }

    /** What lies there in the artifacts of a run or a logged model, as these say where they are here. */
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

    /** Where something lies in the source's own artifact store; empty where it is elsewhere. */
    static Optional<String> pathInStore(String uri) {
        String normalized = normalized(uri);
        return normalized.startsWith(STORE) ? Optional.of(normalized.substring(STORE.length())) : Optional.empty();
    }

    /** The source's own artifact store, whether or not it names the host. */
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
