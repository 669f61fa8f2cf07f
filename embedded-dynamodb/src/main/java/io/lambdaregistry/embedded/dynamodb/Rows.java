package io.lambdaregistry.embedded.dynamodb;

import io.lambdaregistry.embedded.sqlite.Session;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The items of a table as SQLite rows. A row has a column for each key, as bytes, so that SQLite sorts as DynamoDB does; the
 * item's size; and the item. SQLite updates its indexes with the rows.
 */
final class Rows {
    private static final String BYTES = "_bytes";
    private static final String ITEM = "_item";
    private static final int PAGE_BYTES = 1_024 * 1_024;

    private final TableSchema schema;
    private final List<String> indexKeys;
    private final String get;
    private final String insert;
    private final String update;
    private final String updateItem;
    private final String delete;
    private final Map<Shape, String> queries = new ConcurrentHashMap<>();

    Rows(TableSchema schema) {
        this.schema = schema;
        this.indexKeys = List.copyOf(schema.indexKeys());
        String table = quoted(schema.name());
        String where = " WHERE " + quoted(schema.hash()) + " = ? AND " + quoted(schema.range()) + " = ?";
        List<String> changing = new ArrayList<>(List.of(BYTES, ITEM));
        changing.addAll(indexKeys);
        List<String> columns = new ArrayList<>(changing);
        columns.add(schema.hash());
        columns.add(schema.range());
        this.get = "SELECT " + BYTES + ", " + ITEM + " FROM " + table + where;
        this.insert = columns.stream()
                .map(Rows::quoted)
                .collect(Collectors.joining(
                        ", ", "INSERT INTO " + table + " (", ") VALUES (?" + ", ?".repeat(columns.size() - 1) + ")"));
        this.update = changing.stream()
                .map(column -> quoted(column) + " = ?")
                .collect(Collectors.joining(", ", "UPDATE " + table + " SET ", where));
        this.updateItem = "UPDATE " + table + " SET " + BYTES + " = ?, " + ITEM + " = ?" + where;
        this.delete = "DELETE FROM " + table + where;
    }

    TableSchema schema() {
        return schema;
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** Creates the table and its indexes. */
    void create(Session session) throws SQLException {
        String keys = Stream.of(schema.hash(), schema.range())
                .map(key -> quoted(key) + " BLOB NOT NULL, ")
                .collect(Collectors.joining());
        String others = indexKeys.stream().map(key -> quoted(key) + " BLOB, ").collect(Collectors.joining());
        session.execute("CREATE TABLE " + quoted(schema.name()) + " (" + keys + others + BYTES + " INTEGER NOT NULL, "
                + ITEM + " BLOB NOT NULL, UNIQUE (" + quoted(schema.hash()) + ", " + quoted(schema.range()) + "))");
        for (TableSchema.Index index : schema.indexes()) {
            session.execute("CREATE INDEX " + sqlName(index) + " ON " + quoted(schema.name())
                    + order(index).stream().map(Rows::quoted).collect(Collectors.joining(", ", " (", ")"))
                    + " WHERE " + quoted(index.hash()) + " IS NOT NULL AND " + quoted(index.range()) + " IS NOT NULL");
        }
    }

    private String sqlName(TableSchema.Index index) {
        return quoted(schema.name() + "/" + index.name());
    }

    /** The sort columns of an index: its own keys, then the table's. */
    private List<String> order(TableSchema.Index index) {
        return Stream.of(index.hash(), index.range(), schema.hash(), schema.range())
                .distinct()
                .toList();
    }

    /** An item as stored, with its size in bytes. */
    record Stored(Map<String, AttributeValue> item, int size) {
        static final Stored NONE = new Stored(Map.of(), 0);

        boolean isThere() {
            return !item.isEmpty();
        }
    }

    /** The item of a key; {@link Stored#NONE} if there is none. */
    Stored get(Session session, ItemKey key) throws SQLException {
        PreparedStatement statement = session.prepare(get);
        set(statement, 1, key.hash());
        set(statement, 2, key.range());
        try (ResultSet found = statement.executeQuery()) {
            return found.next() ? new Stored(ItemCodec.decode(found.getBytes(2)), found.getInt(1)) : Stored.NONE;
        }
    }

    /** An item that is ready to be stored: it is validated and encoded, so that writing it cannot be rejected any more. */
    record Kept(ItemKey key, Map<String, AttributeValue> item, int size, SdkBytes bytes) {
        Stored stored() {
            return new Stored(item, size);
        }
    }

    /** Validates and encodes an item; rejects one that cannot be stored. */
    Kept kept(ItemKey key, Map<String, AttributeValue> item, String tooLarge) {
        return new Kept(key, item, schema.check(item, tooLarge), ItemCodec.encode(item));
    }

    /** @param old the stored item of the same key */
    void put(Session session, Stored old, Kept kept) throws SQLException {
        boolean isNew = !old.isThere();
        boolean staysInIndexes = !isNew
                && indexKeys.stream()
                        .allMatch(key -> same(old.item().get(key), kept.item().get(key)));
        PreparedStatement statement = session.prepare(isNew ? insert : staysInIndexes ? updateItem : update);
        int at = 0;
        statement.setInt(++at, kept.size());
        set(statement, ++at, kept.bytes());
        if (!staysInIndexes) {
            for (String key : indexKeys) {
                set(statement, ++at, schema.indexKeyBytes(kept.item(), key));
            }
        }
        set(statement, ++at, kept.key().hash());
        set(statement, ++at, kept.key().range());
        statement.executeUpdate();
    }

    private static void set(PreparedStatement statement, int at, @Nullable SdkBytes bytes) throws SQLException {
        statement.setBytes(at, bytes == null ? null : bytes.asByteArrayUnsafe());
    }

    private static boolean same(@Nullable AttributeValue a, @Nullable AttributeValue b) {
        return a == null ? b == null : a.equals(b);
    }

    void delete(Session session, ItemKey key) throws SQLException {
        PreparedStatement statement = session.prepare(delete);
        set(statement, 1, key.hash());
        set(statement, 2, key.range());
        statement.executeUpdate();
    }

    /**
     * A range of an index, or of the table.
     *
     * @param bounds the SQL comparisons of the sort key
     * @param start the last page's last key; empty to start at the first
     * @param limit the most items to read
     * @param keysOnly whether only the table's keys of each item are needed
     */
    record Range(
            TableSchema.Index index,
            SdkBytes partition,
            List<Bound> bounds,
            Map<String, AttributeValue> start,
            boolean forward,
            int limit,
            boolean keysOnly) {

        /**
         * The bounds without the one that the start key exceeds: with it, SQLite would begin at that bound, and read all items
         * of the earlier pages again.
         */
        private List<Bound> boundsBehindStart() {
            return start.isEmpty()
                    ? bounds
                    : bounds.stream()
                            .filter(bound -> !bound.comparator().startsWith(forward ? ">" : "<"))
                            .toList();
        }

        private boolean holds(TableSchema schema, Map<String, AttributeValue> key) {
            SdkBytes sort = Objects.requireNonNull(schema.indexKeyBytes(key, index.range()));
            return partition.equals(schema.indexKeyBytes(key, index.hash()))
                    && bounds.stream().allMatch(bound -> bound.holds(sort));
        }
    }

    /** An SQL comparison of a sort key. */
    record Bound(String comparator, SdkBytes value) {

        private boolean holds(SdkBytes key) {
            int order = Arrays.compareUnsigned(key.asByteArrayUnsafe(), value.asByteArrayUnsafe());
            return switch (comparator) {
                case "<" -> order < 0;
                case "<=" -> order <= 0;
                case ">" -> order > 0;
                case ">=" -> order >= 0;
                default -> order == 0;
            };
        }
    }

    /**
     * The items of a page, and their total size in bytes.
     *
     * @param lastKey the key after which the next page begins; empty where the end was reached
     */
    record Page(List<Map<String, AttributeValue>> items, long bytes, Map<String, AttributeValue> lastKey) {}

    Page query(Session session, Range range) throws SQLException {
        PreparedStatement statement = session.prepare(queries.computeIfAbsent(Shape.of(range), this::sql));
        int at = 0;
        set(statement, ++at, range.partition());
        for (Bound bound : range.boundsBehindStart()) {
            set(statement, ++at, bound.value());
        }
        if (!range.start().isEmpty()) {
            for (String key : behindHash(range.index())) {
                set(statement, ++at, schema.indexKeyBytes(range.start(), key));
            }
        }
        return page(statement, range.index(), range.limit(), range.keysOnly());
    }

    /** A page of the table's items, in the order of their keys. */
    Page scan(Session session, Map<String, AttributeValue> start, int limit) throws SQLException {
        List<String> keys = order(schema.table());
        String columns = keys.stream().map(Rows::quoted).collect(Collectors.joining(", "));
        PreparedStatement statement = session.prepare("SELECT " + BYTES + ", " + ITEM + " FROM " + quoted(schema.name())
                + (start.isEmpty() ? "" : " WHERE (" + columns + ") > (?, ?)") + " ORDER BY " + columns);
        if (!start.isEmpty()) {
            ItemKey last = schema.key(start);
            set(statement, 1, last.hash());
            set(statement, 2, last.range());
        }
        return page(statement, schema.table(), limit, false);
    }

    private Page page(PreparedStatement statement, TableSchema.Index index, int limit, boolean keysOnly)
            throws SQLException {
        List<Map<String, AttributeValue>> items = new ArrayList<>();
        long bytes = 0;
        try (ResultSet found = statement.executeQuery()) {
            while (found.next()) {
                bytes += found.getInt(1);
                items.add(keysOnly ? keys(found) : ItemCodec.decode(found.getBytes(2)));
                if (items.size() == limit || bytes >= PAGE_BYTES) {
                    return new Page(items, bytes, keysOf(index, items.getLast()));
                }
            }
        }
        return new Page(items, bytes, Map.of());
    }

    private Map<String, AttributeValue> keys(ResultSet found) throws SQLException {
        return Map.of(schema.hash(), text(found.getBytes(2)), schema.range(), text(found.getBytes(3)));
    }

    private static AttributeValue text(byte[] key) {
        return AttributeValue.fromS(new String(key, StandardCharsets.UTF_8));
    }

    private List<String> behindHash(TableSchema.Index index) {
        List<String> order = order(index);
        return order.subList(1, order.size());
    }

    private Map<String, AttributeValue> keysOf(TableSchema.Index index, Map<String, AttributeValue> item) {
        Map<String, AttributeValue> keys = new LinkedHashMap<>();
        order(index).forEach(key -> keys.put(key, item.get(key)));
        return keys;
    }

    /** Rejects a start that is not a key of the index, or that lies outside of the query's range. */
    void checkStart(Range range) {
        Map<String, AttributeValue> start = range.start();
        List<String> wanted = order(range.index());
        boolean complete = start.size() == wanted.size()
                && wanted.stream()
                        .allMatch(
                                key -> start.get(key) != null && start.get(key).s() != null);
        if (!start.isEmpty() && !(complete && range.holds(schema, start))) {
            throw Refusal.validation("The provided starting key is invalid");
        }
    }

    /** The properties of a query on which its SQL depends. */
    private record Shape(
            TableSchema.Index index, List<String> comparators, boolean continued, boolean forward, boolean keysOnly) {
        static Shape of(Range range) {
            return new Shape(
                    range.index(),
                    range.boundsBehindStart().stream().map(Bound::comparator).toList(),
                    !range.start().isEmpty(),
                    range.forward(),
                    range.keysOnly());
        }
    }

    private String sql(Shape shape) {
        TableSchema.Index index = shape.index();
        boolean ofTable = index.name().isEmpty();
        String direction = shape.forward() ? "" : " DESC";
        StringBuilder sql = new StringBuilder("SELECT ")
                .append(BYTES)
                .append(", ")
                .append(shape.keysOnly() ? quoted(schema.hash()) + ", " + quoted(schema.range()) : ITEM)
                .append(" FROM ")
                .append(quoted(schema.name()))
                .append(ofTable ? "" : " INDEXED BY " + sqlName(index))
                .append(" WHERE ")
                .append(quoted(index.hash()))
                .append(" = ?");
        if (!ofTable) {
            sql.append(" AND ").append(quoted(index.range())).append(" IS NOT NULL");
        }
        for (String comparator : shape.comparators()) {
            sql.append(" AND ")
                    .append(quoted(index.range()))
                    .append(' ')
                    .append(comparator)
                    .append(" ?");
        }
        List<String> behind = behindHash(index);
        if (shape.continued()) {
            sql.append(behind.stream().map(Rows::quoted).collect(Collectors.joining(", ", " AND (", ") ")))
                    .append(shape.forward() ? '>' : '<')
                    .append(" (?")
                    .append(", ?".repeat(behind.size() - 1))
                    .append(')');
        }
        return sql.append(behind.stream()
                        .map(key -> quoted(key) + direction)
                        .collect(Collectors.joining(", ", " ORDER BY ", "")))
                .toString();
    }

    /** The units of a write for the table, and for each index that it changes. */
    Units writeUnits(Stored old, Stored after) {
        double larger = ItemSize.writeUnits(Math.max(old.size(), after.size()));
        Units units = Units.of(schema, schema.table(), larger);
        for (TableSchema.Index index : schema.indexes()) {
            boolean was = TableSchema.holds(index, old.item());
            boolean is = TableSchema.holds(index, after.item());
            if (was && is && sameKeys(index, old.item(), after.item())) {
                units.add(index, old.item().equals(after.item()) ? 0 : larger);
            } else {
                units.add(index, was ? ItemSize.writeUnits(old.size()) : 0);
                units.add(index, is ? ItemSize.writeUnits(after.size()) : 0);
            }
        }
        return units;
    }

    private static boolean sameKeys(
            TableSchema.Index index, Map<String, AttributeValue> a, Map<String, AttributeValue> b) {
        return same(a.get(index.hash()), b.get(index.hash())) && same(a.get(index.range()), b.get(index.range()));
    }
}
