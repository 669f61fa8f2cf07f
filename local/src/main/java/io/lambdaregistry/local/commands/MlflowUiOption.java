package io.lambdaregistry.local.commands;

import io.lambdaregistry.local.data.StartException;
import io.lambdaregistry.local.mlflowpage.MlflowPackage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that serves MLflow's own page, and the installed package that the page comes from. */
final class MlflowUiOption {
    @Option(
            names = "--mlflow-ui",
            paramLabel = "DIR",
            arity = "0..1",
            fallbackValue = "",
            description =
                    "Serve MLflow's own page instead of the registry's, from the mlflow package that Python finds, or from the package, page or virtual environment in this folder.")
    private @Nullable String folder;

    /** The files of the page; empty where the option is not given. */
    Optional<Path> files() throws StartException {
        String named = folder;
        if (named == null) {
            return Optional.empty();
        }
        try {
            Optional<Path> files = named.isEmpty() ? MlflowPackage.installed() : MlflowPackage.in(Path.of(named));
            return Optional.of(files.orElseThrow(() -> missing(named)));
        } catch (IOException e) {
            throw StartException.of(e);
        }
    }

    private static StartException missing(String named) {
        return new StartException(
                named.isEmpty()
                        ? "No mlflow package found: pip install mlflow, or name its folder, --mlflow-ui=DIR."
                        : "No page of MLflow found in '" + named + "': name a folder that mlflow is installed in.");
    }
}
