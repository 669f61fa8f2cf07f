package io.lambdaregistry.benchmarks.throughput;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** The requests to the servers: each operation by itself, and a team's mix of them. */
final class Operations {
    private static final AtomicLong COUNTER = new AtomicLong();

    /** The kinds of operations, for each of which there is a target. */
    enum Kind {
        READ,
        SEARCH,
        WRITE
    }

    record Operation(String name, Kind kind, Function<RandomGenerator, Call> next) {}

    private final TeamData stock;
    private final List<Operation> all = new ArrayList<>();

    Operations(TeamData stock) {
        this.stock = stock;
        addReads();
        addSearches();
        addWrites();
    }

    List<Operation> all() {
        return List.copyOf(all);
    }

    private void addReads() {
        add(Kind.READ, "get model", random -> Call.get("registered-models/get", Map.of("name", stock.model(random))));
        add(
                Kind.READ,
                "get version",
                random -> Call.get(
                        "model-versions/get",
                        Map.of("name", stock.model(random), "version", 1 + random.nextInt(TeamData.VERSIONS))));
        add(
                Kind.READ,
                "get version by alias",
                random ->
                        Call.get("registered-models/alias", Map.of("name", stock.model(random), "alias", "champion")));
        add(
                Kind.READ,
                "get download URI",
                random -> Call.get(
                        "model-versions/get-download-uri",
                        Map.of("name", stock.model(random), "version", 1 + random.nextInt(TeamData.VERSIONS))));
        add(Kind.READ, "get run", random -> Call.get("runs/get", Map.of("run_id", stock.run(random))));
    }

    private void addSearches() {
        add(Kind.SEARCH, "search models by name", random -> searchModels("name = '" + stock.model(random) + "'"));
        add(
                Kind.SEARCH,
                "search models by prefix",
                random -> searchModels("name LIKE '" + TeamData.team(random) + "%'"));
        add(
                Kind.SEARCH,
                "search models by substring",
                random -> searchModels("name LIKE '%%-%04d%%'".formatted(random.nextInt(stock.models()))));
        add(Kind.SEARCH, "search models by tag", random -> searchModels("tags.team = '" + TeamData.team(random) + "'"));
        add(
                Kind.SEARCH,
                "list models, a page of 25",
                random -> Call.get("registered-models/search", Map.of("max_results", 25)));
        add(Kind.SEARCH, "search versions by run", random -> searchVersions("run_id = '" + stock.run(random) + "'"));
        add(Kind.SEARCH, "search versions by model", random -> searchVersions("name = '" + stock.model(random) + "'"));
        add(
                Kind.SEARCH,
                "search runs, a page of 25",
                random -> Call.post(
                        "runs/search", Map.of("experiment_ids", List.of(stock.experiment()), "max_results", 25)));
    }

    private void addWrites() {
        add(
                Kind.WRITE,
                "create model",
                random -> Call.post("registered-models/create", Map.of("name", "new-" + COUNTER.incrementAndGet())));
        add(Kind.WRITE, "create version", random -> createVersion(stock.model(random), stock.run(random)));
        add(
                Kind.WRITE,
                "set a model's tag",
                random -> Call.post(
                        "registered-models/set-tag",
                        Map.of(
                                "name",
                                stock.model(random),
                                "key",
                                "reviewed",
                                "value",
                                COUNTER.incrementAndGet() + "")));
        add(
                Kind.WRITE,
                "set a version's tag",
                random -> Call.post(
                        "model-versions/set-tag",
                        Map.of(
                                "name",
                                stock.model(random),
                                "version",
                                version(random),
                                "key",
                                "reviewed",
                                "value",
                                COUNTER.incrementAndGet() + "")));
        add(
                Kind.WRITE,
                "set alias",
                random -> setAlias(stock.model(random), "challenger", 1 + random.nextInt(TeamData.VERSIONS)));
        add(
                Kind.WRITE,
                "transition stage",
                random -> Call.post(
                        "model-versions/transition-stage",
                        Map.of(
                                "name",
                                stock.model(random),
                                "version",
                                version(random),
                                "stage",
                                random.nextBoolean() ? "Staging" : "Production",
                                "archive_existing_versions",
                                random.nextBoolean())));
        add(
                Kind.WRITE,
                "update model",
                random -> Call.patch(
                        "registered-models/update",
                        Map.of("name", stock.model(random), "description", "Text " + COUNTER.incrementAndGet())));
        add(
                Kind.WRITE,
                "create run",
                random -> Call.post(
                        "runs/create",
                        Map.of("experiment_id", stock.experiment(), "start_time", System.currentTimeMillis())));
        add(
                Kind.WRITE,
                "log metric",
                random -> Call.post(
                        "runs/log-metric",
                        Map.of(
                                "run_id",
                                stock.run(random),
                                "key",
                                "loss",
                                "value",
                                random.nextDouble(),
                                "timestamp",
                                System.currentTimeMillis(),
                                "step",
                                COUNTER.incrementAndGet())));
        add(Kind.WRITE, "log batch of 10 metrics, 5 params, 2 tags", random -> logBatch(stock.run(random)));
    }

    private void add(Kind kind, String name, Function<RandomGenerator, Call> next) {
        all.add(new Operation(name, kind, next));
    }

    private static String version(RandomGenerator random) {
        return Integer.toString(1 + random.nextInt(TeamData.VERSIONS));
    }

    /** 70 % reads, 20 % searches, 10 % writes, with equal shares of the operations of a kind. */
    Call ofTheMix(RandomGenerator random) {
        int percent = random.nextInt(100);
        Kind kind = percent < 70 ? Kind.READ : percent < 90 ? Kind.SEARCH : Kind.WRITE;
        List<Operation> ofKind =
                all.stream().filter(operation -> operation.kind() == kind).toList();
        return ofKind.get(random.nextInt(ofKind.size())).next().apply(random);
    }

    private static Call searchModels(String filter) {
        return Call.get("registered-models/search", Map.of("filter", filter));
    }

    private static Call searchVersions(String filter) {
        return Call.get("model-versions/search", Map.of("filter", filter));
    }

    static Call createVersion(String model, String run) {
        return Call.post(
                "model-versions/create", Map.of("name", model, "source", "s3://models/team/model", "run_id", run));
    }

    static Call setAlias(String model, String alias, int version) {
        return Call.post(
                "registered-models/alias", Map.of("name", model, "alias", alias, "version", Integer.toString(version)));
    }

    static Call logBatch(String run) {
        long step = COUNTER.incrementAndGet();
        return Call.post(
                "runs/log-batch",
                Map.of(
                        "run_id",
                        run,
                        "metrics",
                        IntStream.range(0, 10)
                                .mapToObj(i -> Map.of(
                                        "key",
                                        "metric-" + i,
                                        "value",
                                        i + 0.5,
                                        "timestamp",
                                        1_700_000_000_000L,
                                        "step",
                                        step))
                                .toList(),
                        "params",
                        IntStream.range(0, 5)
                                .mapToObj(i -> Map.of("key", "param-" + i, "value", "value " + i))
                                .toList(),
                        "tags",
                        IntStream.range(0, 2)
                                .mapToObj(i -> Map.of("key", "tag-" + i, "value", "value " + i))
                                .toList()));
    }
}
