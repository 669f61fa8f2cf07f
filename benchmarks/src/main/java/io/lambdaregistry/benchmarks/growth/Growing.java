package io.lambdaregistry.benchmarks.growth;

import io.lambdaregistry.functions.Services;
import io.lambdaregistry.registry.ModelSearch;
import io.lambdaregistry.registry.VersionSearch;
import io.lambdaregistry.tracking.LoggedMetric;
import io.lambdaregistry.tracking.Metric;
import io.lambdaregistry.tracking.NewRun;
import io.lambdaregistry.tracking.RunSearch;
import io.lambdaregistry.tracking.ViewType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntConsumer;

/**
 * A kind of entity of which there are ever more, how one is added, and the operations that are measured.
 *
 * @param operations each gets the present number of entities
 */
record Growing(String what, IntConsumer add, Map<String, IntConsumer> operations) {
    private static final int PAGE = 25;

    static List<Growing> all(Services services, Services filling) {
        return List.of(models(services, filling), versions(services, filling), runs(services, filling));
    }

    private static Growing models(Services services, Services filling) {
        var registry = services.registry();
        Random random = new Random(1);
        Map<String, IntConsumer> operations = new LinkedHashMap<>();
        operations.put("get model", n -> registry.getModel(model(random.nextInt(n))));
        operations.put(
                "search models by name",
                n -> registry.searchModels(models("name = '" + model(random.nextInt(n)) + "'")));
        operations.put(
                "search models by prefix, a page of 25",
                n -> registry.searchModels(models("name LIKE 'team-%02d%%'".formatted(random.nextInt(50)))));
        operations.put("list models, a page of 25", n -> registry.searchModels(models("")));
        operations.put(
                "search models by tag, 1 found",
                n -> registry.searchModels(models("tags.number = '" + random.nextInt(n) + "'")));
        operations.put(
                "search models by substring, 1 found",
                n -> registry.searchModels(models("name LIKE '%%model-%06d%%'".formatted(random.nextInt(n)))));
        operations.put(
                "search models by substring in any case, a page of 25",
                n -> registry.searchModels(models("name ILIKE '%MODEL-%'")));
        operations.put("create model", n -> registry.createModel("new-" + random.nextLong(), "", Map.of()));
        operations.put(
                "set a model's tag",
                n -> registry.setModelTag(model(random.nextInt(n)), "reviewed", "" + random.nextInt()));
        return new Growing(
                "models",
                i -> filling.registry()
                        .createModel(model(i), "What the team has made of it", Map.of("number", Integer.toString(i))),
                operations);
    }

    private static String model(int i) {
        return "team-%02d.model-%06d".formatted(i % 50, i);
    }

    private static ModelSearch models(String filter) {
        return ModelSearch.of(filter, List.of(), PAGE, Optional.empty());
    }

    private static Growing versions(Services services, Services filling) {
        String name = "the model of many versions";
        services.registry().createModel(name, "", Map.of());
        var registry = services.registry();
        Random random = new Random(2);
        Map<String, IntConsumer> operations = new LinkedHashMap<>();
        operations.put("get model", n -> registry.getModel(name));
        operations.put("get version", n -> registry.getVersion(name, version(random, n)));
        operations.put(
                "search versions of the model, a page of 25",
                n -> registry.searchVersions(versions("name = '" + name + "'")));
        operations.put(
                "search versions by run, 1 found",
                n -> registry.searchVersions(versions("run_id = 'run-" + random.nextInt(n) + "'")));
        operations.put(
                "create version",
                n -> registry.createVersion(name, "s3://models/team/model", "a run", null, "", "", Map.of()));
        operations.put("set alias", n -> registry.setAlias(name, "champion", version(random, n)));
        operations.put("transition stage", n -> registry.transitionStage(name, version(random, n), "Production", true));
        return new Growing(
                "versions of one model",
                i -> filling.registry()
                        .createVersion(name, "s3://models/team/model", "run-" + i, null, "", "", Map.of()),
                operations);
    }

    private static String version(Random random, int n) {
        return Integer.toString(1 + random.nextInt(n));
    }

    private static VersionSearch versions(String filter) {
        return VersionSearch.of(filter, List.of(), PAGE, Optional.empty());
    }

    private static Growing runs(Services services, Services filling) {
        String experiment = Long.toString(
                services.experiments().create("many runs", "", List.of()).id());
        var runs = services.runs();
        List<String> ids = new ArrayList<>();
        Random random = new Random(3);
        Map<String, IntConsumer> operations = new LinkedHashMap<>();
        operations.put("get run", n -> runs.get(ids.get(random.nextInt(ids.size()))));
        operations.put("search runs, a page of 25", n -> runs.search(runs(experiment)));
        operations.put("create run", n -> runs.create(new NewRun(experiment, "team", n, List.of(), "")));
        operations.put(
                "log metric",
                n -> runs.logMetric(new LoggedMetric(
                        new Metric("loss", 0.5, n, random.nextInt()),
                        ids.get(random.nextInt(ids.size())),
                        "",
                        "",
                        "")));
        return new Growing(
                "runs in one experiment",
                i -> ids.add(filling.runs()
                        .create(new NewRun(experiment, "team", i, List.of(), ""))
                        .info()
                        .runId()),
                operations);
    }

    private static RunSearch runs(String experiment) {
        return RunSearch.of(List.of(experiment), "", ViewType.ACTIVE_ONLY, List.of(), PAGE, Optional.empty());
    }
}
