package io.lambdaregistry.local.commands;

import io.lambdaregistry.local.backup.Backup;
import io.lambdaregistry.local.data.StartException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code registry backup}: copies a data folder into one file, while a registry may serve it. */
@Command(
        name = "backup",
        description = "Copies a data folder into one file, also while the registry serves it. 'restore --from' makes a"
                + " folder of it again.",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class BackupCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private DataFolderOption data = new DataFolderOption();

    @Parameters(
            paramLabel = "FILE",
            description = "The backup, a zip file. It holds the folder's secrets, and only its owner can read it.")
    private Path file = Path.of("");

    @Override
    public Integer call() throws StartException {
        Backup.Summary written = Backup.write(data.folder(), file);
        spec.commandLine()
                .getOut()
                .printf(
                        "Backed up %s to %s (%,d files, %,d bytes)%n",
                        data.folder().toAbsolutePath().normalize(), file, written.files(), written.bytes());
        return CommandLine.ExitCode.OK;
    }
}
