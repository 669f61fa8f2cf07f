package io.lambdaregistry.local.commands;

import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
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

    /** @param copy the copy of the data folder as it was before it was upgraded */
    static void printUpgrade(CommandSpec spec, Path copy) {
        PrintWriter err = spec.commandLine().getErr();
        err.printf(
                "The data folder was of an earlier build and is upgraded. As it was, it is kept in %s: that build can serve the copy. Delete it when you no longer need it.%n",
                copy);
        err.flush();
    }
}
