package io.lambdaregistry.functions.ui;

import io.lambdaregistry.artifact.ArtifactContent;
import io.lambdaregistry.artifact.ArtifactEntry;
import io.lambdaregistry.artifact.ArtifactPath;
import io.lambdaregistry.artifact.ArtifactRoot;
import io.lambdaregistry.artifact.Artifacts;
import io.lambdaregistry.error.Lookup;
import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.functions.Services;
import io.lambdaregistry.metering.Fork;
import io.lambdaregistry.tracking.Experiment;
import io.lambdaregistry.tracking.LoggedModel;
import io.lambdaregistry.tracking.Metric;
import io.lambdaregistry.tracking.MetricHistories.RunMetric;
import io.lambdaregistry.tracking.Run;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The related data that the page's views show beside their main entity. It is read in parallel; an entity that was deleted or
 * never existed is left out. Thread-safe.
 */
final class ViewData {
    /** The curves in a view's first response; the page requests others when the user selects them. */
    static final int MAX_CURVES = 12;

    /** The points of one run in a curve: a plot is no wider in pixels. */
    private static final int MAX_POINTS = 500;

    private static final ArtifactPath MLMODEL = ArtifactPath.ofFile("MLmodel");
    private static final int MLMODEL_LIMIT = 256 * 1024;

    private final Services services;
    private final Artifacts artifacts;

    ViewData(Services services) {
        this.services = services;
        this.artifacts = services.artifacts();
    }

    /**
     * One level of a folder of artifacts.
     *
     * @param refusal why the folder cannot be listed; null where it can
     */
    record Files(List<ArtifactEntry> entries, @Nullable String refusal) {}

    Optional<Run> run(String runId) {
        return runId.isEmpty()
                ? Optional.empty()
                : Lookup.found(() -> services.runs().get(runId));
    }

    /** The runs that exist, each once. */
    List<Run> runs(Collection<String> runIds) {
        List<Fork<Optional<Run>>> reading =
                runIds.stream().distinct().map(id -> Fork.of(() -> run(id))).toList();
        return reading.stream().map(Fork::join).flatMap(Optional::stream).toList();
    }

    Optional<Experiment> experiment(long id) {
        return Lookup.found(() -> services.experiments().get(Long.toString(id)));
    }

    Optional<LoggedModel> loggedModel(String modelId) {
        return modelId.isEmpty()
                ? Optional.empty()
                : Lookup.found(() -> services.loggedModels().get(modelId, false));
    }

    /** The histories of the metrics that the runs have over steps, the first {@link #MAX_CURVES} by key. */
    List<RunMetric> curves(List<Run> runs) {
        List<Fork<List<RunMetric>>> reading = runs.stream()
                .flatMap(run -> run.metrics().values().stream())
                .filter(latest -> latest.step() > 0)
                .map(Metric::key)
                .distinct()
                .sorted()
                .limit(MAX_CURVES)
                .map(key -> Fork.of(() -> curve(runs, key)))
                .toList();
        return reading.stream().flatMap(curve -> curve.join().stream()).toList();
    }

    private List<RunMetric> curve(List<Run> runs, String key) {
        List<String> runIds = runs.stream()
                .filter(run -> run.metrics().containsKey(key))
                .map(run -> run.info().runId())
                .toList();
        return services.metricHistories().sampled(runIds, key, Optional.empty(), Optional.empty(), MAX_POINTS);
    }

    Files filesOfRun(String runId) {
        return files(() -> artifacts.rootOfRun(runId));
    }

    Files filesOfVersion(String name, String version) {
        return files(() -> artifacts.rootOfModelVersion(name, version));
    }

    private Files files(Supplier<ArtifactRoot> root) {
        try {
            return new Files(artifacts.list(root.get().path()), null);
        } catch (RegistryException refusal) {
            return new Files(List.of(), refusal.getMessage());
        }
    }

    /** The text of a version's MLmodel file, which holds its signature and flavours. */
    Optional<String> mlModel(String name, String version) {
        try {
            ArtifactRoot root = artifacts.rootOfModelVersion(name, version);
            if (artifacts.open(root.path().resolve(MLMODEL), Optional.empty()) instanceof ArtifactContent content) {
                try (content) {
                    return Optional.of(new String(content.bytes().readNBytes(MLMODEL_LIMIT), StandardCharsets.UTF_8));
                }
            }
        } catch (RegistryException none) {
            return Optional.empty(); // the list of files contains the reason
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Optional.empty();
    }
}
