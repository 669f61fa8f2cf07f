package io.lambdaregistry.benchmarks;

import io.lambdaregistry.benchmarks.calls.CallsCommand;
import io.lambdaregistry.benchmarks.coldstart.ColdStartCommand;
import io.lambdaregistry.benchmarks.growth.GrowthCommand;
import io.lambdaregistry.benchmarks.saturation.SaturationCommand;
import io.lambdaregistry.benchmarks.throughput.ThroughputCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The command {@code benchmarks/run}. Each subcommand produces one table of {@code benchmarks/README.md}, and its file of
 * results.
 */
@Command(
        name = "benchmarks/run",
        description = "Measures the registry; each command produces one table.",
        subcommands = {
            ColdStartCommand.class,
            CallsCommand.class,
            ThroughputCommand.class,
            GrowthCommand.class,
            SaturationCommand.class
        },
        mixinStandardHelpOptions = true)
public final class Benchmarks implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    public static void main(String[] args) {
        System.exit(new CommandLine(new Benchmarks()).execute(args));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name a table.");
    }
}
