package io.lambdaregistry.benchmarks.calls;

import io.lambdaregistry.tracking.Experiment;
import io.lambdaregistry.tracking.LifecycleStage;
import io.lambdaregistry.tracking.LoggedModel;
import io.lambdaregistry.tracking.LoggedModelStatus;
import io.lambdaregistry.tracking.Metric;
import io.lambdaregistry.tracking.Run;
import io.lambdaregistry.tracking.RunInfo;
import io.lambdaregistry.tracking.RunStatus;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The data before the first measured request. It is always the same, in usual sizes: descriptions of 200 characters, 3 tags,
 * runs with 20 params and 20 metrics, and 12 versions of each model that the examples read.
 */
final class InitialData {
    static final int LISTED = 240;
    static final int VERSIONS = 12;
    static final String DESCRIPTION =
            "Predicts who leaves within a month. ".repeat(6).substring(0, 200);

    /** An experiment for runs with random ids, so that the measured searches do not find them. */
    static final String SCRATCH = "2000";

    private static final int DATA = 20;
    private static final long BEGAN = 1_767_225_612_345L;

    private final Registry registry;

    InitialData(Registry registry) {
        this.registry = registry;
    }

    static String model(int subject) {
        return "churn-of-customers-%03d".formatted(subject);
    }

    static long experiment(int subject) {
        return 1_001L + subject;
    }

    static String run(int subject) {
        return "%032x".formatted(0xabcdef12345600L + subject);
    }

    static String loggedModel(int subject) {
        return "m-%032x".formatted(0xabcdef12345600L + subject);
    }

    /** Three tags as JSON with single quotes. */
    static String tags() {
        return IntStream.range(0, 3)
                .mapToObj(i -> "{'key': 'team-of-tag-%d', 'value': 'the value of the tag'}".formatted(i))
                .collect(Collectors.joining(", ", "[", "]"));
    }

    void fill() throws IOException {
        addExperiment(experiment(0));
        addExperiment(experiment(1));
        addExperiment(Long.parseLong(SCRATCH));
        for (int i = 0; i < LISTED; i++) {
            addRun(i);
            registry.services().loggedModels().importModel(logged(i));
            registry.ask(Request.post("registered-models/create", newModel("listed-model-%03d".formatted(i))));
            registry.ask(Request.post("model-versions/create", newVersion("listed-model-%03d".formatted(i), i)));
        }
        for (int subject = 0; subject < 3; subject++) {
            addModel(model(subject));
        }
    }

    static String newModel(String name) {
        return "{'name': '%s', 'description': '%s', 'tags': %s}".formatted(name, DESCRIPTION, tags());
    }

    static String newVersion(String model, int run) {
        return "{'name': '%s', 'source': 'mlflow-artifacts:/%d/%s/artifacts/model', 'run_id': '%s', 'description': '%s', 'tags': %s}"
                .formatted(model, experiment(run % 2), run(run), run(run), DESCRIPTION, tags());
    }

    /** Adds a model with a version in each stage, and an alias. */
    void addModel(String name) throws IOException {
        registry.ask(Request.post("registered-models/create", newModel(name)));
        for (int i = 0; i < VERSIONS; i++) {
            registry.ask(Request.post("model-versions/create", newVersion(name, i)));
        }
        int version = 1;
        for (String stage : List.of("Archived", "Staging", "Production")) {
            registry.ask(Request.post(
                    "model-versions/transition-stage",
                    "{'name': '%s', 'version': '%d', 'stage': '%s'}".formatted(name, version++, stage)));
        }
        registry.ask(Request.post(
                "registered-models/alias", "{'name': '%s', 'alias': 'champion', 'version': '3'}".formatted(name)));
    }

    private void addExperiment(long id) {
        registry.services()
                .experiments()
                .importExperiment(new Experiment(
                        id,
                        "experiment-of-subject-" + id,
                        "mlflow-artifacts:/" + id,
                        LifecycleStage.ACTIVE,
                        BEGAN,
                        BEGAN,
                        data("tag", 3),
                        0));
    }

    private void addRun(int number) {
        Experiment experiment = registry.services().experiments().get(Long.toString(experiment(number % 2)));
        long start = BEGAN + 1_000L * number;
        RunInfo info = new RunInfo(
                run(number),
                experiment.id(),
                "run-of-the-stock-%03d".formatted(number),
                "somebody",
                RunStatus.FINISHED,
                start,
                start + 1_001,
                experiment.artifactLocation() + "/" + run(number) + "/artifacts",
                LifecycleStage.ACTIVE);
        Map<String, Metric> metrics = new TreeMap<>();
        data("metric", DATA).keySet().forEach(key -> metrics.put(key, new Metric(key, 0.8251 + number, start, 7)));
        registry.services()
                .runs()
                .importRun(
                        new Run(info, metrics, data("param", DATA), data("tag", 3), List.of(), List.of(), List.of()),
                        experiment);
    }

    private LoggedModel logged(int number) {
        long experiment = experiment(number % 2);
        return new LoggedModel(
                loggedModel(number),
                experiment,
                "logged-model-of-the-stock",
                BEGAN + 1_000L * number,
                BEGAN + 1_000L * number,
                "mlflow-artifacts:/" + experiment + "/models/" + loggedModel(number) + "/artifacts",
                LoggedModelStatus.READY,
                "agent",
                run(number),
                LifecycleStage.ACTIVE,
                data("tag", 3),
                data("param", 5),
                List.of());
    }

    private static Map<String, String> data(String kind, int count) {
        return IntStream.range(0, count)
                .boxed()
                .collect(Collectors.toMap(
                        i -> "%s-number-%02d".formatted(kind, i),
                        i -> "value number %02d of it".formatted(i),
                        (a, b) -> a,
                        TreeMap::new));
    }
}
