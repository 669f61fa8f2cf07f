package io.lambdaregistry.local.commands;

import io.lambdaregistry.local.data.StartException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code registry}. It exits with 2, and one line on stderr, for every problem that the user can correct. */
@Command(
        name = "registry",
        description = "An MLflow-compatible model registry.",
        subcommands = {
            ServeCommand.class,
            UiCommand.class,
            AuditCommand.class,
            BackupCommand.class,
            VerifyCommand.class,
            PublicKeyCommand.class,
            RestoreCommand.class,
            GcCommand.class,
            ImportCommand.class,
            DoctorCommand.class
        },
        versionProvider = Version.class,
        mixinStandardHelpOptions = true)
public final class RegistryCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    public static void main(String[] args) {
        System.exit(run(args));
    }

    public static int run(String... args) {
        return commandLine().execute(args);
    }

    public static CommandLine commandLine() {
        return new CommandLine(new RegistryCommand())
                .setParameterExceptionHandler((e, args) -> refuse(e))
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    if (!(e instanceof StartException)) {
                        throw e;
                    }
                    command.getErr().println(e.getMessage());
                    return CommandLine.ExitCode.USAGE;
                });
    }

    private static int refuse(ParameterException e) {
        PrintWriter err = e.getCommandLine().getErr();
        String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        err.println(message + (message.endsWith(".") ? "" : ".") + " Try '"
                + e.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
        return CommandLine.ExitCode.USAGE;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command.");
    }
}
