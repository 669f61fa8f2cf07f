package io.lambdaregistry.embedded.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.stream.Stream;
import org.sqlite.SQLiteJDBCLoader;

/** SQLite's native library. The driver by itself would unpack it to a temporary file that stays after a kill. */
final class NativeLibrary {
    private static final String FOLDER = "org.sqlite.tmpdir";

    private static boolean isLoaded;

    private NativeLibrary() {}

    static synchronized void load() throws SQLException {
        if (isLoaded) {
            return;
        }
        try {
            Path folder = Files.createTempDirectory("registry-sqlite-");
            System.setProperty(FOLDER, folder.toString());
            SQLiteJDBCLoader.initialize();
            System.clearProperty(FOLDER);
            deleteIfPossible(folder);
        } catch (Exception e) {
            throw new SQLException("SQLite's library cannot be loaded: " + e.getMessage(), e);
        }
        isLoaded = true;
    }

    /** Windows does not delete the file of a loaded library. */
    private static void deleteIfPossible(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException inUse) {
            // the driver deletes it when the process ends
        }
    }
}
