package io.lambdaregistry.benchmarks.growth;

import io.lambdaregistry.benchmarks.report.Results;
import io.lambdaregistry.local.LocalRegistry;
import io.lambdaregistry.metering.Meter;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.IntConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** {@code benchmarks/run growth}. */
@Command(
        name = "growth",
        description =
                "Measures calls and latency with ever more models, versions of one model, and runs in one experiment.",
        mixinStandardHelpOptions = true)
public final class GrowthCommand implements Callable<Integer> {
    private static final int WARM_UP = 30;
    private static final int MOST_TIMES = 400;

    @Option(
            names = "--most",
            defaultValue = "100000",
            description = "The number at which the growth ends (default: ${DEFAULT-VALUE}).")
    private int most;

    @Option(
            names = "--seconds",
            defaultValue = "2",
            description = "The longest time for which an operation is measured (default: ${DEFAULT-VALUE}).")
    private double seconds;

    @Override
    public Integer call() throws IOException {
        Results results = new Results(
                "growth",
                "growing",
                "number",
                "operation",
                "p50_ms",
                "p99_ms",
                "calls",
                "calls_in_sequence",
                "read_units");
        try (LocalRegistry local = LocalRegistry.inMemory()) {
            BufferedPuts puts = new BufferedPuts(local.dynamoDb());
            for (Growing growing : Growing.all(local.services(), local.servicesOn(puts.client()))) {
                int number = 0;
                for (int size = 100; size <= most; size *= 10) {
                    for (; number < size; number++) {
                        growing.add().accept(number);
                    }
                    puts.flush();
                    for (Map.Entry<String, IntConsumer> operation :
                            growing.operations().entrySet()) {
                        measure(growing.what(), size, operation.getKey(), operation.getValue(), results);
                    }
                }
                results.write();
            }
        }
        return ExitCode.OK;
    }

    private void measure(String growing, int size, String name, IntConsumer operation, Results results) {
        long end = System.nanoTime() + Math.round(seconds * 1e9);
        for (int i = 0; i < WARM_UP && System.nanoTime() < end; i++) {
            operation.accept(size);
        }
        Meter meter = new Meter();
        meter.measure(() -> {
            operation.accept(size);
            return meter;
        });
        long[] nanos = new long[MOST_TIMES];
        int times = 0;
        do {
            long start = System.nanoTime();
            operation.accept(size);
            nanos[times++] = System.nanoTime() - start;
        } while (times < MOST_TIMES && System.nanoTime() < end);
        Arrays.sort(nanos, 0, times);
        double p50 = nanos[times / 2] / 1e6;
        double p99 = nanos[times * 99 / 100] / 1e6;
        Meter.Reading cost = meter.reading();
        System.out.printf(
                "%,9d %-24s %-54s p50 %8.2f ms  p99 %8.2f ms  %3d calls, %2d in sequence, %.1f read units%n",
                size, growing, name, p50, p99, cost.calls(), cost.steps(), cost.readUnits());
        results.row(growing, size, name, p50, p99, cost.calls(), cost.steps(), cost.readUnits());
    }
}
