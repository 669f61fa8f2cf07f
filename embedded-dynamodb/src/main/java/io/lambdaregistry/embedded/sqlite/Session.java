package io.lambdaregistry.embedded.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** A connection with its prepared statements. One thread at a time uses it. */
public final class Session implements AutoCloseable {
    private final Connection connection;
    private final Map<String, PreparedStatement> statements = new HashMap<>();

    Session(Connection connection) {
        this.connection = connection;
    }

    public PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        return statement;
    }

    /** Closes the prepared statements: the driver leaves a failed statement unusable. */
    void forgetStatements() {
        for (PreparedStatement statement : statements.values()) {
            try {
                statement.close();
            } catch (SQLException e) {
                // close repeats the failure of the statement
            }
        }
        statements.clear();
    }

    public void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The number that the file's owner stores in its header; 0 in a new file. */
    public int userVersion() throws SQLException {
        try (var statement = connection.createStatement();
                ResultSet version = statement.executeQuery("PRAGMA user_version")) {
            return version.getInt(1);
        }
    }

    public void setUserVersion(int version) throws SQLException {
        execute("PRAGMA user_version = " + version);
    }

    /** Stops the driver from beginning transactions: it does not notice when SQLite rolls one back. */
    void transactByHand() throws SQLException {
        connection.setAutoCommit(false);
        execute("COMMIT");
    }

    void begin() throws SQLException {
        prepare("BEGIN IMMEDIATE").execute();
    }

    void commit() throws SQLException {
        prepare("COMMIT").execute();
    }

    void rollBack() throws SQLException {
        prepare("ROLLBACK").execute();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
