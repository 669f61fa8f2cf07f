package io.lambdaregistry.local.commands;

import io.lambdaregistry.local.Clients;
import io.lambdaregistry.local.Options;
import io.lambdaregistry.local.RegistryData;
import io.lambdaregistry.local.data.StartException;
import io.lambdaregistry.local.gateway.Gateway;
import io.lambdaregistry.local.imports.Import;
import io.lambdaregistry.local.imports.ImportException;
import io.lambdaregistry.local.imports.Tally;
import java.io.Console;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code registry import}: copies the content of another MLflow server. It exits with 1 where something could not be copied.
 */
@Command(
        name = "import",
        description =
                "Copies experiments, runs, models and artifacts from another MLflow server. A second import continues"
                        + " where the first ended, and updates what has changed at the source since.",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ImportCommand implements Callable<Integer> {
    private static final int MOST_PARALLEL = 256;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = "--from",
            required = true,
            paramLabel = "URL",
            description = "The MLflow server to copy from, such as http://127.0.0.1:5000.")
    private String from = "";

    @Option(names = "--dry-run", description = "Only print what would be copied.")
    private boolean dryRun;

    @Mixin
    private StoreOptions stores = new StoreOptions();

    @Option(
            names = "--aws",
            description = "Copy into the table and bucket at AWS, with your credentials and in your region.")
    private boolean aws;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            defaultValue = "" + Import.DEFAULT_PARALLEL,
            description = "How many items to copy at once (default: ${DEFAULT-VALUE}).")
    private int parallel = Import.DEFAULT_PARALLEL;

    @Override
    public Integer call() throws StartException {
        URI source = Urls.required(spec, "--from", "http://127.0.0.1:5000", from);
        if (parallel < 1 || parallel > MOST_PARALLEL) {
            throw new ParameterException(
                    spec.commandLine(), "--parallel takes 1 to " + MOST_PARALLEL + ", not " + parallel + ".");
        }
        Options options = options();
        RegistryData.Missing missing = aws || dryRun ? RegistryData.Missing.REFUSE : RegistryData.Missing.MAKE;
        try (Import copy = Import.from(source, System.getenv());
                RegistryData data = RegistryData.open(options, missing)) {
            data.copyBeforeUpgrade().ifPresent(kept -> DataFolderOption.printUpgrade(spec, kept));
            return run(copy, data, options);
        } catch (ImportException e) {
            throw new StartException(e.getMessage(), e);
        }
    }

    private Options options() throws StartException {
        Options options = stores.options(Gateway.Address.anyPort(), 0, false, false);
        if (aws) {
            options = options.atAws(Clients.usersRegion()
                    .orElseThrow(() -> new StartException("--aws needs a region: set AWS_REGION.")));
        }
        return dryRun ? options.withoutMakingFolder() : options;
    }

    private int run(Import copy, RegistryData data, Options options) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf("Reading %s%nWriting %s%n", copy.source(), dryRun ? "nothing" : options.whereDataIs());
        out.flush();
        Tally tally = new Tally();
        String failure = "";
        long start = System.nanoTime();
        try {
            copy.into(data.services(), parallel, spec.commandLine().getErr(), isTerminal(), dryRun, tally);
        } catch (ImportException e) {
            failure = e.getMessage();
        }
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        out.printf(
                "%s in %d:%02d (%s)%n",
                dryRun ? "Would copy" : "Copied", time.toMinutes(), time.toSecondsPart(), tally.copiedSize());
        tally.print(out);
        out.flush();
        if (failure.isEmpty()) {
            return tally.hasFailures() ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.OK;
        }
        spec.commandLine().getErr().println(failure);
        return CommandLine.ExitCode.SOFTWARE;
    }

    @SuppressWarnings("SystemConsoleNull") // since Java 25 it is null again where standard input is not a terminal
    private static boolean isTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }
}
