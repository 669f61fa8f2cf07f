package io.lambdaregistry.embedded.dynamodb;

import io.lambdaregistry.embedded.sqlite.Database;
import io.lambdaregistry.embedded.sqlite.Session;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** The list of a database's tables. It is stored in the database, under names that no DynamoDB table can have. */
final class Catalog {
    /** The format of the rows and of their tables. A build reads formats up to its own and rejects later ones. */
    static final int FORMAT = 1;

    private final Map<String, Rows> tables = new ConcurrentSkipListMap<>();
    private final Database database;

    Catalog(Database database) {
        this.database = database;
        tables.putAll(database.write(Catalog::load));
    }

    private static Map<String, Rows> load(Session session) throws SQLException {
        int format = session.userVersion();
        if (format > FORMAT) {
            throw Refusal.newerFormat(format);
        }
        if (format < FORMAT) {
            session.setUserVersion(FORMAT);
        }
        session.execute("CREATE TABLE IF NOT EXISTS \"/tables\" (name TEXT PRIMARY KEY, hash TEXT, range TEXT)");
        session.execute("CREATE TABLE IF NOT EXISTS \"/indexes\" (table_name TEXT, name TEXT, hash TEXT, range TEXT)");
        Map<String, List<TableSchema.Index>> indexes = new TreeMap<>();
        try (ResultSet found = session.prepare("SELECT table_name, name, hash, range FROM \"/indexes\" ORDER BY rowid")
                .executeQuery()) {
            while (found.next()) {
                indexes.computeIfAbsent(found.getString(1), table -> new ArrayList<>())
                        .add(new TableSchema.Index(found.getString(2), found.getString(3), found.getString(4)));
            }
        }
        Map<String, Rows> tables = new TreeMap<>();
        try (ResultSet found =
                session.prepare("SELECT name, hash, range FROM \"/tables\"").executeQuery()) {
            while (found.next()) {
                String name = found.getString(1);
                List<TableSchema.Index> ofTable = List.copyOf(indexes.getOrDefault(name, List.of()));
                tables.put(name, new Rows(new TableSchema(name, found.getString(2), found.getString(3), ofTable)));
            }
        }
        return tables;
    }

    List<String> names() {
        return List.copyOf(tables.keySet());
    }

    Rows table(String name) {
        Rows rows = tables.get(name);
        if (rows == null) {
            throw Refusal.noTable();
        }
        return rows;
    }

    void create(TableSchema schema) {
        Rows rows = new Rows(schema);
        database.write(session -> {
            if (tables.containsKey(schema.name())) {
                throw Refusal.tableExists();
            }
            rows.create(session);
            insert(session, "INSERT INTO \"/tables\" VALUES (?, ?, ?)", schema.name(), schema.hash(), schema.range());
            for (TableSchema.Index index : schema.indexes()) {
                insert(
                        session,
                        "INSERT INTO \"/indexes\" VALUES (?, ?, ?, ?)",
                        schema.name(),
                        index.name(),
                        index.hash(),
                        index.range());
            }
            return rows;
        });
        tables.put(schema.name(), rows);
    }

    private static void insert(Session session, String sql, String... values) throws SQLException {
        var statement = session.prepare(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setString(i + 1, values[i]);
        }
        statement.executeUpdate();
    }
}
