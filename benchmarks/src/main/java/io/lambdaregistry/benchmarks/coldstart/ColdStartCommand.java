package io.lambdaregistry.benchmarks.coldstart;

import io.lambdaregistry.benchmarks.report.Results;
import io.lambdaregistry.local.data.StartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code benchmarks/run cold-start}. */
@Command(
        name = "cold-start",
        description =
                "Measures how long a function's first request takes, compared with a handler that returns constant bytes.",
        mixinStandardHelpOptions = true)
public final class ColdStartCommand implements Callable<Integer> {
    private static final List<MeasuredFunction> SUBJECTS =
            List.of(MeasuredFunction.READ, MeasuredFunction.WRITE, MeasuredFunction.SEARCH, MeasuredFunction.UPLOAD);

    @Option(
            names = "--runs",
            defaultValue = "9",
            description = "Starts of each function in each variant (default: ${DEFAULT-VALUE}).")
    private int runs;

    @Option(
            names = "--invocations",
            defaultValue = "30",
            description = "Requests of a start (default: ${DEFAULT-VALUE}).")
    private int invocations;

    /** A function, the variant in which it is started, and its measured starts. */
    private record Case(MeasuredFunction subject, Variant variant, List<FunctionStart> starts) {
        Case(MeasuredFunction subject, Variant variant) {
            this(subject, variant, new ArrayList<>());
        }

        double median(ToDoubleFunction<FunctionStart> of) {
            double[] sorted = starts.stream().mapToDouble(of).sorted().toArray();
            return sorted[sorted.length / 2];
        }

        @Override
        public String toString() {
            return subject.label() + " " + variant.label();
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException, StartException {
        Path folder = Files.createTempDirectory("cold-start-");
        try (Backend backend = Backend.start(folder)) {
            Deployment deployment = Deployment.unpack(folder);
            Bench bench = new Bench(deployment, backend, folder);
            bench.train();
            List<Case> cases = cases();
            Random random = new Random(1);
            for (int run = 0; run < runs; run++) {
                List<Case> order = new ArrayList<>(cases);
                Collections.shuffle(order, random); // so that no variant gets all of the machine's quiet minutes
                for (Case one : order) {
                    one.starts().add(bench.start(one, invocations, List.of()));
                }
                System.err.printf("run %d of %d%n", run + 1, runs);
            }
            write(cases, bench);
        } finally {
            delete(folder);
        }
        return 0;
    }

    private static List<Case> cases() {
        List<Case> cases = new ArrayList<>(List.of(new Case(MeasuredFunction.FLOOR, Variant.PLAIN)));
        for (MeasuredFunction subject : SUBJECTS) {
            for (Variant variant : Variant.values()) {
                cases.add(new Case(subject, variant));
            }
        }
        return cases;
    }

    private static void write(List<Case> cases, Bench bench) throws IOException, InterruptedException {
        Results results = new Results(
                "cold-start",
                "function",
                "variant",
                "cold_x_floor",
                "init_ms",
                "restore_ms",
                "first_ms",
                "cold_ms",
                "cold_ms_least",
                "cold_ms_most",
                "warm_p50_ms",
                "memory_mb",
                "classes",
                "classes_outside_archive");
        double floor = cases.getFirst().median(FunctionStart::cold);
        System.out.printf(
                "%-8s %-21s %8s %8s %8s %8s %8s %8s %6s %8s %8s%n",
                "function",
                "variant",
                "x floor",
                "init",
                "restore",
                "first",
                "cold",
                "warm",
                "MB",
                "classes",
                "outside");
        for (Case one : cases) {
            double cold = one.median(FunctionStart::cold);
            ClassCount count = bench.countClasses(one);
            double restore = one.median(start -> start.restore().orElse(0.0));
            results.row(
                    one.subject().label(),
                    one.variant().label(),
                    cold / floor,
                    one.median(FunctionStart::init),
                    one.variant().hasSnapshot() ? (Object) restore : "",
                    one.median(FunctionStart::first),
                    cold,
                    one.starts().stream().mapToDouble(FunctionStart::cold).min().orElse(0),
                    one.starts().stream().mapToDouble(FunctionStart::cold).max().orElse(0),
                    one.median(FunctionStart::warm),
                    one.median(FunctionStart::memory),
                    count.all(),
                    count.outsideArchive());
            System.out.printf(
                    "%-8s %-21s %8.2f %8.1f %8.1f %8.1f %8.1f %8.2f %6.0f %8d %8d%n",
                    one.subject().label(),
                    one.variant().label(),
                    cold / floor,
                    one.median(FunctionStart::init),
                    restore,
                    one.median(FunctionStart::first),
                    cold,
                    one.median(FunctionStart::warm),
                    one.median(FunctionStart::memory),
                    count.all(),
                    count.outsideArchive());
        }
        results.write();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    /**
     * The classes that a start loads until its first response; with a snapshot, only those loaded after it.
     *
     * @param outsideArchive classes that come from no class data sharing archive and no AOT cache
     */
    private record ClassCount(long all, long outsideArchive) {
        static ClassCount of(List<String> log) {
            long shared = log.stream()
                    .filter(line -> line.contains("shared objects file"))
                    .count();
            return new ClassCount(log.size(), log.size() - shared);
        }
    }

    /** Starts functions in their variants. */
    private static final class Bench {
        private final Deployment deployment;
        private final Backend backend;
        private final Path folder;
        private final Path cache;

        Bench(Deployment deployment, Backend backend, Path folder) {
            this.deployment = deployment;
            this.backend = backend;
            this.folder = folder;
            this.cache = folder.resolve("functions.aot");
        }

        /** Creates the AOT cache as an image's build does, without a network. */
        void train() throws IOException, InterruptedException {
            Path log = folder.resolve("training.log");
            ProcessBuilder builder = new ProcessBuilder(deployment.training(cache))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment()
                    .putAll(Map.of(
                            "AWS_REGION", "us-east-1",
                            "AWS_ACCESS_KEY_ID", "none",
                            "AWS_SECRET_ACCESS_KEY", "none",
                            "TABLE_NAME", "none",
                            "AWS_LAMBDA_LOG_FORMAT", "JSON",
                            "AWS_LAMBDA_RUNTIME_API", "127.0.0.1:9"));
            if (builder.start().waitFor() != 0 || !Files.exists(cache)) {
                throw new IOException("the AOT cache was not made: " + Files.readString(log));
            }
            System.err.printf("AOT cache: %d MB%n", Files.size(cache) >> 20);
        }

        FunctionStart start(Case one, int invocations, List<String> options) throws IOException, InterruptedException {
            return start(one, invocations, options, () -> {});
        }

        private FunctionStart start(Case one, int invocations, List<String> options, Runnable atSnapshot)
                throws IOException, InterruptedException {
            String keys = "{\"AccessKeyId\":\"%s\",\"SecretAccessKey\":\"%s\",\"Expiration\":\"2099-01-01T00:00:00Z\"}"
                    .formatted(backend.accessKeyId(), backend.secretAccessKey());
            try (RuntimeApi api = RuntimeApi.start(one.subject()::nextEvent, invocations, () -> keys, () -> {
                pause();
                atSnapshot.run();
            })) {
                FunctionStart start = FunctionStart.of(
                        command(one, options),
                        taskRoot(one),
                        environment(one, api),
                        api,
                        folder.resolve("function.log"));
                for (String answer : start.answers()) {
                    if (!answer.startsWith(one.subject().answer())) {
                        throw new IOException(one + " answered " + answer);
                    }
                }
                return start;
            }
        }

        private List<String> command(Case one, List<String> options) {
            return one.variant() == Variant.AOT_CACHE
                    ? deployment.commandWithCache(one.subject().handler(), cache, options)
                    : deployment.command(
                            one.subject().handler(), one.variant() != Variant.SNAPSTART_NOT_PRIMED, options);
        }

        private Map<String, String> environment(Case one, RuntimeApi api) {
            Map<String, String> environment = new HashMap<>(backend.environment());
            if (one.variant().hasSnapshot()) {
                environment.put("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start");
                environment.put("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://" + api.address() + "/credentials");
                environment.put("AWS_CONTAINER_AUTHORIZATION_TOKEN", "token");
            } else {
                environment.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
                environment.put("AWS_ACCESS_KEY_ID", backend.accessKeyId());
                environment.put("AWS_SECRET_ACCESS_KEY", backend.secretAccessKey());
            }
            return environment;
        }

        /**
         * With an AOT cache, everything is on the class path, since the cache contains only classes of the system's class
         * loaders.
         */
        private Path taskRoot(Case one) {
            return one.subject().equals(MeasuredFunction.FLOOR)
                    ? deployment.floorRoot()
                    : one.variant() == Variant.AOT_CACHE ? folder.resolve("data") : deployment.taskRoot();
        }

        /** Waits between the snapshot and the start from it, until work that the function has begun has ended. */
        private static void pause() {
            try {
                Thread.sleep(500);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        ClassCount countClasses(Case one) throws IOException, InterruptedException {
            Path log = folder.resolve("classes.log");
            Files.deleteIfExists(log);
            int[] before = {0};
            start(
                    one,
                    1,
                    List.of("-Xlog:class+load:file=" + log + "::filesize=0"),
                    () -> before[0] = lines(log).size());
            List<String> lines = lines(log);
            return ClassCount.of(lines.subList(before[0], lines.size()));
        }

        private static List<String> lines(Path log) {
            try {
                return Files.readAllLines(log);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
