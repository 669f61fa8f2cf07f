package io.lambdaregistry.benchmarks.coldstart;

import io.lambdaregistry.benchmarks.report.Results;
import io.lambdaregistry.local.data.StartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
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

    /** Functions of template-grouped.yaml, of the same zip. */
    private static final List<MeasuredFunction> GROUPED = List.of(
            MeasuredFunction.GROUPED_READ,
            MeasuredFunction.GROUPED_WRITE,
            MeasuredFunction.GROUPED_RUN,
            MeasuredFunction.GROUPED_SEARCH);

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
        GROUPED.forEach(subject -> cases.add(new Case(subject, Variant.SNAPSTART)));
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
                "classes_outside_archive",
                "connections",
                "processor_ms");
        double floor = cases.getFirst().median(FunctionStart::cold);
        System.out.printf(
                "%-15s %-21s %8s %8s %8s %8s %8s %8s %6s %8s %8s%n",
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
            FirstRequest request = bench.firstRequest(one);
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
                    request.classes().size(),
                    request.outsideArchive(),
                    request.connections(),
                    one.median(FunctionStart::processor));
            System.out.printf(
                    "%-15s %-21s %8.2f %8.1f %8.1f %8.1f %8.1f %8.2f %6.0f %8d %8d%n",
                    one.subject().label(),
                    one.variant().label(),
                    cold / floor,
                    one.median(FunctionStart::init),
                    restore,
                    one.median(FunctionStart::first),
                    cold,
                    one.median(FunctionStart::warm),
                    one.median(FunctionStart::memory),
                    request.classes().size(),
                    request.outsideArchive());
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
}
