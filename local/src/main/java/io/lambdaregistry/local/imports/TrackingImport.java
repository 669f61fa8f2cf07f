package io.lambdaregistry.local.imports;

import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.functions.Services;
import io.lambdaregistry.json.Json;
import io.lambdaregistry.tracking.Experiment;
import io.lambdaregistry.tracking.LifecycleStage;
import io.lambdaregistry.tracking.LoggedMetric;
import io.lambdaregistry.tracking.LoggedModel;
import io.lambdaregistry.tracking.ModelOutput;
import io.lambdaregistry.tracking.Run;
import io.lambdaregistry.tracking.RunInfo;
import io.lambdaregistry.tracking.Standing;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Copies experiments, runs and logged models. The parts of an entity are written before the entity itself, so that whatever
 * exists here is complete, also after an interrupted import.
 *
 * @param versionsGiven receives the highest version number of each registered model that the source notes on its logged models,
 *     also of deleted versions
 */
record TrackingImport(
        MlflowSource source,
        Services services,
        Relocation relocation,
        ArtifactCopy artifacts,
        Workers workers,
        Tally tally,
        ImportProgress progress,
        boolean dryRun,
        Map<String, Long> versionsGiven) {
    private static final String VERSIONS_TAG = "mlflow.modelVersions";
    private static final int POINTS_AT_ONCE = 1_000;

    void run() {
        // the highest id first: an experiment whose id is taken here gets a new id, which must not be the id of another
        // experiment of the source
        List<Experiment> experiments = source.experiments().stream()
                .sorted(Comparator.comparingLong(Experiment::id).reversed())
                .toList();
        progress.begin("experiments", experiments.size());
        for (Experiment experiment : experiments) {
            copy(experiment);
            progress.step();
        }
        progress.end();
        progress.begin("runs", experiments.size());
        for (Experiment experiment : experiments) {
            copyContents(experiment);
            progress.step();
        }
        progress.end();
    }

    private void copy(Experiment there) {
        try {
            Optional<Experiment> present = services.experiments().find(there.name());
            Experiment here = present.orElseGet(
                    () -> dryRun ? there : services.experiments().importExperiment(there));
            relocation.put(there, here);
            if (here.id() != there.id()) {
                tally.note("Experiment '%s' has the id %d here, and %d at the source."
                        .formatted(there.name(), here.id(), there.id()));
            }
            if (present.isEmpty()) {
                tally.count(Kind.EXPERIMENT, CopyOutcome.COPIED);
            } else if (here.lifecycleStage() == there.lifecycleStage()
                    && here.tags().equals(there.tags())) {
                tally.count(Kind.EXPERIMENT, CopyOutcome.PRESENT);
            } else {
                tally.count(
                        Kind.EXPERIMENT,
                        CopyOutcome.KEPT,
                        "Experiment '%s' has other tags or another lifecycle stage here, and keeps them."
                                .formatted(there.name()));
            }
        } catch (RegistryException e) {
            tally.count(
                    Kind.EXPERIMENT,
                    CopyOutcome.FAILED,
                    "Experiment '%s' is not copied: %s".formatted(there.name(), e.getMessage()));
        }
    }

    private void copyContents(Experiment experiment) {
        Set<String> models = new HashSet<>();
        source.loggedModels(experiment.id(), page -> {
            page.forEach(model -> models.add(model.modelId()));
            workers.forEach(page, this::copy);
        });
        source.runs(experiment.id(), page -> {
            copyRuns(page);
            workers.forEach(
                    page.stream()
                            .flatMap(TrackingImport::modelsOf)
                            .filter(models::add)
                            .toList(),
                    this::copyDeletedModel);
        });
    }

    private static Stream<String> modelsOf(Run run) {
        return Stream.concat(
                run.modelInputs().stream(), run.modelOutputs().stream().map(ModelOutput::modelId));
    }

    /** A run as it is written here, and how it compares with the one that exists here. */
    private record Candidate(Run run, Experiment experiment, Standing standing) {
        boolean isToBeWritten() {
            return standing == Standing.ABSENT || standing == Standing.OUTDATED;
        }
    }

    private void copyRuns(List<Run> page) {
        List<Candidate> candidates = workers.map(page, this::candidate).stream()
                .flatMap(Optional::stream)
                .toList();
        Set<String> broken = copyHistories(candidates.stream()
                .filter(Candidate::isToBeWritten)
                .map(Candidate::run)
                .toList());
        workers.forEach(
                candidates.stream()
                        .filter(candidate ->
                                !broken.contains(candidate.run().info().runId()))
                        .toList(),
                this::write);
    }

    private Optional<Candidate> candidate(Run there) {
        RunInfo info = there.info();
        try {
            Experiment experiment = relocation.experiment(info.experimentId());
            String uri = artifacts.copy(
                    "run " + info.runId(),
                    new SourceArtifacts.OfRun(info.runId()),
                    info.artifactUri(),
                    Relocation.rootOfRun(experiment, info.runId()));
            Run here = there.withInfo(info.movedTo(experiment.id(), uri));
            return Optional.of(new Candidate(here, experiment, services.runs().standing(here, experiment)));
        } catch (RegistryException e) {
            runFailed(info.runId(), e);
            return Optional.empty();
        }
    }

    private void runFailed(String runId, RuntimeException reason) {
        tally.count(Kind.RUN, CopyOutcome.FAILED, "Run %s is not copied: %s".formatted(runId, reason.getMessage()));
    }

    /** Returns the runs whose histories could not be copied. */
    private Set<String> copyHistories(List<Run> runs) {
        if (dryRun) {
            return Set.of();
        }
        try {
            source.histories(runs, this::writePoints);
            return Set.of();
        } catch (SourceRefusal | RegistryException e) {
            // one run of the page failed: the loop below finds out which
        }
        Set<String> broken = new HashSet<>();
        for (Run run : runs) {
            try {
                source.histories(List.of(run), this::writePoints);
            } catch (SourceRefusal | RegistryException e) {
                broken.add(run.info().runId());
                runFailed(run.info().runId(), e);
            }
        }
        return broken;
    }

    private void writePoints(List<LoggedMetric> points) {
        for (int from = 0; from < points.size(); from += POINTS_AT_ONCE) {
            services.runs().importPoints(points.subList(from, Math.min(from + POINTS_AT_ONCE, points.size())));
        }
        tally.count(Kind.POINT, CopyOutcome.COPIED, points.size());
    }

    private void write(Candidate candidate) {
        Run run = candidate.run();
        String what = "Run " + run.info().runId();
        try {
            count(Kind.RUN, what, candidate.standing(), () -> services.runs().importRun(run, candidate.experiment()));
        } catch (RegistryException e) {
            runFailed(run.info().runId(), e);
        }
    }

    private interface ConditionalWrite {
        /** Returns whether it was written. */
        boolean write();
    }

    private void count(Kind kind, String what, Standing standing, ConditionalWrite write) {
        boolean toWrite = standing == Standing.ABSENT || standing == Standing.OUTDATED;
        if (standing == Standing.SAME) {
            tally.count(kind, CopyOutcome.PRESENT);
        } else if (toWrite && (dryRun || write.write())) {
            tally.count(kind, standing == Standing.ABSENT ? CopyOutcome.COPIED : CopyOutcome.UPDATED);
        } else {
            tally.count(kind, CopyOutcome.KEPT, what + " was changed here, and stays as it is.");
        }
    }

    private void copyDeletedModel(String modelId) {
        try {
            source.loggedModel(modelId).ifPresent(this::copy);
        } catch (SourceRefusal e) {
            modelFailed(modelId, e);
        }
    }

    private void modelFailed(String modelId, RuntimeException reason) {
        tally.count(
                Kind.LOGGED_MODEL,
                CopyOutcome.FAILED,
                "Logged model %s is not copied: %s".formatted(modelId, reason.getMessage()));
    }

    private void copy(LoggedModel there) {
        noteVersions(there.tags().getOrDefault(VERSIONS_TAG, ""));
        String modelId = there.modelId();
        try {
            Experiment experiment = relocation.experiment(there.experimentId());
            String uri = artifacts.copy(
                    "logged model " + modelId,
                    treeOf(there),
                    there.artifactUri(),
                    Relocation.rootOfLoggedModel(experiment, modelId));
            LoggedModel here = there.movedTo(experiment.id(), uri);
            count(
                    Kind.LOGGED_MODEL,
                    "Logged model " + modelId,
                    services.loggedModels().standing(here),
                    () -> services.loggedModels().importModel(here));
        } catch (RegistryException e) {
            modelFailed(modelId, e);
        }
    }

    /** The artifacts of a logged model. The source's API hides those of a deleted model, so they are read by their path. */
    private static SourceArtifacts treeOf(LoggedModel model) {
        SourceArtifacts tree = new SourceArtifacts.OfLoggedModel(model.modelId());
        return model.lifecycleStage() == LifecycleStage.ACTIVE
                ? tree
                : Relocation.pathInStore(model.artifactUri())
                        .<SourceArtifacts>map(SourceArtifacts.OfPath::new)
                        .orElse(tree);
    }

    private void noteVersions(String tag) {
        try {
            if (!tag.isEmpty() && Json.parse(tag) instanceof List<?> versions) {
                versions.stream()
                        .map(Fields::of)
                        .forEach(version ->
                                versionsGiven.merge(version.text("name"), version.number("version"), Math::max));
            }
        } catch (UncheckedIOException | NumberFormatException e) {
            // the tag was set to something else by a client
        }
    }
}
