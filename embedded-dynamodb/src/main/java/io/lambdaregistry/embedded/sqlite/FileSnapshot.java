package io.lambdaregistry.embedded.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteOpenMode;

/**
 * A SQLite file as it was at one moment, while other processes may write it. It sees what was last committed when it was opened,
 * and nothing later.
 */
public final class FileSnapshot implements AutoCloseable {
    private static final int BUSY_MILLIS = 30_000;

    private final Connection connection;

    private FileSnapshot(Connection connection) {
        this.connection = connection;
    }

    /** @param file an existing file */
    public static FileSnapshot of(Path file) throws SQLException {
        Connection connection = connect(file, "BEGIN");
        try (var statement = connection.createStatement()) {
            // only a read fixes the moment
            statement.executeQuery("SELECT count(*) FROM sqlite_schema").close();
            return new FileSnapshot(connection);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** The other writers of the file, which wait for some seconds while this is open. */
    public interface Held extends AutoCloseable {
        @Override
        void close() throws SQLException;
    }

    /** Waits for the writer that is at work, and keeps the others waiting. */
    public static Held holdWriters(Path file) throws SQLException {
        return connect(file, "BEGIN IMMEDIATE")::close;
    }

    /** A row of a result, which is read by the numbers of its columns, from 1. */
    @FunctionalInterface
    public interface Row<T> {
        T read(ResultSet columns) throws SQLException;
    }

    public <T> List<T> query(String sql, Row<T> row) throws SQLException {
        List<T> rows = new ArrayList<>();
        try (var statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            while (found.next()) {
                rows.add(row.read(found));
            }
        }
        return rows;
    }

    /** Writes the snapshot to a new file, by SQLite's online backup. */
    public void copyTo(Path target) throws SQLException {
        int result = connection
                .unwrap(SQLiteConnection.class)
                .getDatabase()
                .backup("main", target.toAbsolutePath().toString(), null);
        if (result != 0) {
            throw new SQLException("SQLite's backup ended with code " + result);
        }
    }

    /**
     * Changes a copy, which no other process uses, and checks it as a whole.
     *
     * @throws SQLException where SQLite finds the file damaged
     */
    public static void prepareCopy(Path file, List<String> changes) throws SQLException {
        try (Connection connection = connect(file, "PRAGMA journal_mode = DELETE");
                var statement = connection.createStatement()) {
            for (String change : changes) {
                statement.execute(change);
            }
            try (ResultSet verdict = statement.executeQuery("PRAGMA integrity_check(1)")) {
                if (!verdict.getString(1).equals("ok")) {
                    throw new SQLException("the database is damaged: " + verdict.getString(1));
                }
            }
        }
    }

    private static Connection connect(Path file, String first) throws SQLException {
        NativeLibrary.load();
        SQLiteConfig config = new SQLiteConfig();
        config.resetOpenMode(SQLiteOpenMode.CREATE);
        config.setBusyTimeout(BUSY_MILLIS);
        Connection connection = config.createConnection(DatabaseUrl.of(file));
        try (var statement = connection.createStatement()) {
            statement.execute(first);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
