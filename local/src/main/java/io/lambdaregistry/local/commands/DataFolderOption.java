package io.lambdaregistry.local.commands;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option that names the data folder; it is the same for every command. */
final class DataFolderOption {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = ".registry",
            description = "The data folder of a registry on this machine (default: ${DEFAULT-VALUE}).")
    private Path folder = Path.of(".registry");

    Path folder() {
        return folder;
    }
}
