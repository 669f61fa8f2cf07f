package io.lambdaregistry.local.commands;

import io.lambdaregistry.local.remote.Examination;
import io.lambdaregistry.local.remote.MlflowClient;
import io.lambdaregistry.local.remote.RemoteRegistry;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code registry doctor}: checks that a registry supports the requests of clients, and prints a line for each step. */
@Command(
        name = "doctor",
        description =
                "Creates, uses and deletes a test model through a registry's API, by itself and by MLflow's client, and reports each step.",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit code: ",
        exitCodeList = {"0:all is well", "1:a step failed"})
final class DoctorCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private RemoteOptions remote = new RemoteOptions();

    @Option(
            names = "--python",
            defaultValue = "python3",
            description = "The Python that has MLflow's client (default: ${DEFAULT-VALUE}).")
    private String python = "python3";

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (RemoteRegistry registry = remote.registry()) {
            boolean well = new Examination(registry, new MlflowClient(python, remote.clientEnvironment()))
                    .run(finding -> {
                        out.printf("%-8s %-9s %s%n", finding.outcome(), finding.step(), finding.words());
                        out.flush();
                    });
            return well ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        }
    }
}
