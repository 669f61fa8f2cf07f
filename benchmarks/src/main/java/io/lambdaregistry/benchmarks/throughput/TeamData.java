package io.lambdaregistry.benchmarks.throughput;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The data of a team of fifty before the load, the same on each server: models with three versions each, the latest of which is
 * the champion, and the runs that produced them.
 *
 * @param experiment the id of the experiment that contains the runs
 */
record TeamData(int models, String experiment, List<String> runs) {
    static final int VERSIONS = 3;
    private static final int TEAMS = 50;
    private static final int CONNECTIONS = 8;
    private static final Pattern ID = Pattern.compile("\"(run_id|experiment_id)\": ?\"([^\"]+)\"");

    static TeamData fill(URI server, int models) throws IOException, InterruptedException {
        List<String> runs = new ArrayList<>();
        String experiment;
        try (Connection connection = Connection.to(server)) {
            experiment =
                    id(Load.send(connection, Call.post("experiments/create", Map.of("name", "the team's experiment"))));
            for (int i = 0; i < models / 5; i++) {
                runs.add(id(Load.send(
                        connection,
                        Call.post(
                                "runs/create",
                                Map.of("experiment_id", experiment, "start_time", 1_700_000_000_000L + i)))));
            }
        }
        TeamData stock = new TeamData(models, experiment, List.copyOf(runs));
        Load.sendAll(
                server, CONNECTIONS, runs.stream().map(Operations::logBatch).toList());
        Load.sendAll(
                server,
                CONNECTIONS,
                IntStream.range(0, models).mapToObj(TeamData::createModel).toList());
        // the versions of a model one after the other, since MLflow on SQLite returns 400 to concurrent ones
        for (int version = 1; version <= VERSIONS; version++) {
            Load.sendAll(
                    server,
                    CONNECTIONS,
                    IntStream.range(0, models)
                            .mapToObj(i -> Operations.createVersion(name(i), stock.runs.get(i % runs.size())))
                            .toList());
        }
        Load.sendAll(
                server,
                CONNECTIONS,
                IntStream.range(0, models)
                        .mapToObj(i -> Operations.setAlias(name(i), "champion", VERSIONS))
                        .toList());
        return stock;
    }

    private static Call createModel(int i) {
        return Call.post(
                "registered-models/create",
                Map.of(
                        "name",
                        name(i),
                        "description",
                        "What the team has made of it",
                        "tags",
                        List.of(
                                Map.of("key", "team", "value", "team-%02d".formatted(i % TEAMS)),
                                Map.of("key", "task", "value", "classification"))));
    }

    private static String id(String json) {
        return ID.matcher(json)
                .results()
                .max(Comparator.comparing(found -> found.group(1))) // the id of a run, if both exist
                .map(found -> found.group(2))
                .orElseThrow(() -> new IllegalStateException("no id in " + json));
    }

    static String name(int i) {
        return "team-%02d.model-%04d".formatted(i % TEAMS, i);
    }

    String model(RandomGenerator random) {
        return name(random.nextInt(models));
    }

    static String team(RandomGenerator random) {
        return "team-%02d".formatted(random.nextInt(TEAMS));
    }

    String run(RandomGenerator random) {
        return runs.get(random.nextInt(runs.size()));
    }
}
