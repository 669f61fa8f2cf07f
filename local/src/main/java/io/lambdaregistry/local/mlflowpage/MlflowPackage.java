package io.lambdaregistry.local.mlflowpage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Finds the page in an installed {@code mlflow} package. */
public final class MlflowPackage {
    private static final String PAGE = "server/js/build";
    private static final String WHERE =
            "import importlib.util; print(importlib.util.find_spec('mlflow').submodule_search_locations[0])";
    private static final int PATIENCE_SECONDS = 20;

    private MlflowPackage() {}

    /** The page in a folder: a package, a page folder or a virtual environment. */
    public static Optional<Path> in(Path folder) throws IOException {
        List<Path> candidates = new ArrayList<>(
                List.of(folder, folder.resolve(PAGE), folder.resolve("mlflow").resolve(PAGE)));
        Path lib = folder.resolve("lib");
        if (Files.isDirectory(lib)) {
            try (DirectoryStream<Path> pythons = Files.newDirectoryStream(lib, "python*")) {
                pythons.forEach(python ->
                        candidates.add(python.resolve("site-packages/mlflow").resolve(PAGE)));
            }
        }
        return candidates.stream().filter(MlflowPackage::isPage).findFirst();
    }

    /** The page of the package that the user's Python finds; an active virtual environment is searched first. */
    public static Optional<Path> installed() throws IOException {
        for (String python : List.of("python3", "python")) {
            Optional<Path> page = of(python);
            if (page.isPresent()) {
                return page;
            }
        }
        return Optional.empty();
    }

    private static Optional<Path> of(String python) throws IOException {
        try {
            Process process = new ProcessBuilder(python, "-c", WHERE)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            boolean found = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
            return found ? in(Path.of(answer)) : Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (IOException noSuchPython) {
            return Optional.empty();
        }
    }

    private static boolean isPage(Path folder) {
        return Files.isRegularFile(folder.resolve("index.html")) && Files.isDirectory(folder.resolve("static"));
    }
}
