package io.lambdaregistry.embedded.sqlite;

import java.nio.file.Path;

/**
 * The URL by which the driver opens a file. The driver reads settings from whatever follows a {@code ?} in a path, so the path is
 * given as a URI, in which SQLite itself decodes {@code %3f}.
 */
final class DatabaseUrl {
    static final String IN_MEMORY = "jdbc:sqlite::memory:";

    private DatabaseUrl() {}

    static String of(Path file) {
        return "jdbc:sqlite:file://" + file.toAbsolutePath().toUri().getRawPath();
    }
}
