package io.lambdaregistry.clienttests;

import io.lambdaregistry.processes.Command;
import io.lambdaregistry.processes.MlflowRelease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The package {@code packaging/python/client}, installed into a folder of its own: on the {@code PYTHONPATH} of a test it lies
 * beside what the environments contain, which several builds share.
 */
final class ClientPackage {
    static final Path SOURCE = Repository.ROOT.resolve("packaging/python/client");
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static boolean installed;

    private ClientPackage() {}

    /** The folder, into which pip installs the package at the first call. */
    static synchronized Path folder() throws IOException, InterruptedException {
        Path folder = Files.createDirectories(Repository.TARGET).resolve("client-package");
        if (!installed) {
            Path output = Repository.TARGET.resolve("client-package.log");
            String python = PythonClients.of(MlflowRelease.newest()).python();
            Command.Finished pip = new Command(
                            List.of(
                                    python,
                                    "-m",
                                    "pip",
                                    "install",
                                    "--quiet",
                                    "--disable-pip-version-check",
                                    "--no-deps",
                                    "--upgrade",
                                    "--target",
                                    folder.toString(),
                                    SOURCE.toString()),
                            Repository.ROOT,
                            Map.of())
                    .run(output, LIMIT);
            if (pip.exitCode() != 0) {
                throw new IllegalStateException("pip cannot install " + SOURCE + ":\n" + pip.output());
            }
            installed = true;
        }
        return folder;
    }
}
