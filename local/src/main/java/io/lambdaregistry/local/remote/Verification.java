package io.lambdaregistry.local.remote;

import io.lambdaregistry.seal.Manifest;
import io.lambdaregistry.seal.ManifestFile;
import io.lambdaregistry.seal.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Compares files with the manifest of a version. */
public final class Verification {
    /** MLflow's client adds this file to the root of a model that it downloads from a registry. */
    private static final String ADDED_BY_MLFLOW = "registered_model_meta";

    private final Map<String, ManifestFile> expected = new TreeMap<>(Manifest.ORDER);

    public Verification(Manifest manifest) {
        manifest.files().forEach(file -> expected.put(file.path(), file));
    }

    /** How a file differs from the manifest. */
    public enum Kind {
        ALTERED,
        MISSING,
        ADDED
    }

    /** @param words the digests, or the reason; empty where there is nothing to say */
    public record Difference(Kind kind, String path, String words) {}

    /** Opens a file by its path in the folder; empty if there is none. */
    @FunctionalInterface
    public interface Content {
        Optional<InputStream> open(String path) throws IOException;
    }

    /** Compares each file of the manifest with what is opened, which is read and not kept. */
    public List<Difference> compare(Content content) throws IOException {
        List<Difference> differences = new ArrayList<>();
        for (ManifestFile file : expected.values()) {
            Optional<InputStream> opened = content.open(file.path());
            if (opened.isEmpty()) {
                differences.add(new Difference(Kind.MISSING, file.path(), ""));
            } else {
                String found = sha256(opened.get());
                if (!found.equals(file.sha256())) {
                    differences.add(new Difference(
                            Kind.ALTERED, file.path(), "sha256 " + found + " instead of " + file.sha256()));
                }
            }
        }
        return differences;
    }

    /** Compares a folder with the manifest, and reports what was added to it, except for what MLflow adds. */
    public List<Difference> compare(Path folder) throws IOException {
        List<Difference> differences = new ArrayList<>(compare(path -> {
            Path file = folder.resolve(path);
            return Files.isRegularFile(file) ? Optional.of(Files.newInputStream(file)) : Optional.empty();
        }));
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(file -> !Files.isDirectory(file, java.nio.file.LinkOption.NOFOLLOW_LINKS))
                    .map(file -> folder.relativize(file)
                            .toString()
                            .replace(folder.getFileSystem().getSeparator(), "/"))
                    .filter(path -> !expected.containsKey(path) && !path.equals(ADDED_BY_MLFLOW))
                    .forEach(path -> differences.add(new Difference(Kind.ADDED, path, "")));
        }
        differences.sort(Comparator.comparing(Difference::path, Manifest.ORDER));
        return differences;
    }

    private static String sha256(InputStream content) throws IOException {
        try (content) {
            return Sha256.hex(content);
        }
    }
}
