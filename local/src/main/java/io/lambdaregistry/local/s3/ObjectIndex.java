package io.lambdaregistry.local.s3;

import io.lambdaregistry.embedded.sqlite.Database;
import io.lambdaregistry.embedded.sqlite.Session;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.gaul.s3proxy.blobstore.S3Exceptions;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * The index of the objects, in a SQLite file: their keys in the order of their UTF-8 bytes, which is S3's order, and the names
 * of their content files. An object exists when the index contains it. A change is acknowledged when it is on the disk.
 */
final class ObjectIndex implements AutoCloseable {
    /** The format of the tables. A build reads formats up to its own and rejects later ones. */
    static final int FORMAT = 1;

    private static final String COLUMNS = "file, size, etag, modified, headers";

    private final Database database;

    /** Files of the garbage that have been deleted; the next write removes them from the table. */
    private final Queue<String> deleted = new ConcurrentLinkedQueue<>();

    private ObjectIndex(Database database) {
        this.database = database;
    }

    /**
     * @param file created where it is missing; empty to keep all in memory
     * @throws SQLException where it cannot be opened, or a newer build wrote it
     */
    static ObjectIndex open(Optional<Path> file) throws SQLException {
        Database database = Database.open(file, S3Failures::broken);
        try {
            database.write(ObjectIndex::prepare);
            return new ObjectIndex(database);
        } catch (S3Exception e) {
            database.close();
            throw new SQLException(e.awsErrorDetails().errorMessage(), e.getCause() == null ? e : e.getCause());
        }
    }

    private static boolean prepare(Session session) throws SQLException {
        if (session.userVersion() > FORMAT) {
            throw S3Failures.of(
                    400,
                    "InvalidRequest",
                    "it was written by a newer build (format %d; this one reads up to %d). Start that build or a later one."
                            .formatted(session.userVersion(), FORMAT));
        }
        session.execute("CREATE TABLE IF NOT EXISTS buckets (name TEXT PRIMARY KEY, created INTEGER NOT NULL)");
        session.execute(
                "CREATE TABLE IF NOT EXISTS objects (bucket TEXT, key BLOB, file TEXT NOT NULL, size INTEGER NOT NULL,"
                        + " etag TEXT NOT NULL, modified INTEGER NOT NULL, headers TEXT NOT NULL, PRIMARY KEY (bucket, key))"
                        + " WITHOUT ROWID");
        session.execute("CREATE UNIQUE INDEX IF NOT EXISTS object_files ON objects (file)");
        session.execute(
                "CREATE TABLE IF NOT EXISTS uploads (id TEXT PRIMARY KEY, bucket TEXT NOT NULL, key BLOB NOT NULL,"
                        + " initiated INTEGER NOT NULL, headers TEXT NOT NULL)");
        session.execute(
                "CREATE TABLE IF NOT EXISTS parts (upload TEXT, number INTEGER, file TEXT NOT NULL, size INTEGER NOT NULL,"
                        + " etag TEXT NOT NULL, modified INTEGER NOT NULL, headers TEXT NOT NULL, ends_with_process INTEGER NOT NULL,"
                        + " PRIMARY KEY (upload, number)) WITHOUT ROWID");
        session.execute("CREATE UNIQUE INDEX IF NOT EXISTS part_files ON parts (file)");
        session.execute("CREATE TABLE IF NOT EXISTS garbage (file TEXT PRIMARY KEY)");
        return true;
    }

    /** Whether the objects that were in the folder before there was an index have been added. */
    boolean isComplete() {
        return database.read(Session::userVersion) == FORMAT;
    }

    /** Adds objects with their buckets, all or none, and marks the index as complete. */
    void takeUp(List<String> buckets, Map<String, Map<String, StoredObject>> objects) {
        database.write(session -> {
            for (String bucket : buckets) {
                insertBucket(session, bucket);
            }
            for (Map.Entry<String, Map<String, StoredObject>> ofBucket : objects.entrySet()) {
                for (Map.Entry<String, StoredObject> object :
                        ofBucket.getValue().entrySet()) {
                    put(session, ofBucket.getKey(), object.getKey(), object.getValue());
                }
            }
            session.setUserVersion(FORMAT);
            return true;
        });
    }

    Map<String, Instant> buckets() {
        return database.read(session -> {
            Map<String, Instant> buckets = new TreeMap<>();
            try (ResultSet found =
                    session.prepare("SELECT name, created FROM buckets").executeQuery()) {
                while (found.next()) {
                    buckets.put(found.getString(1), Instant.ofEpochMilli(found.getLong(2)));
                }
            }
            return buckets;
        });
    }

    void createBucket(String name) {
        if (!database.write(session -> insertBucket(session, name))) {
            throw S3Exceptions.bucketAlreadyOwnedByYou(name);
        }
    }

    private static boolean insertBucket(Session session, String name) throws SQLException {
        PreparedStatement insert = session.prepare("INSERT OR IGNORE INTO buckets VALUES (?, ?)");
        insert.setString(1, name);
        insert.setLong(2, System.currentTimeMillis());
        return insert.executeUpdate() == 1;
    }

    /** Deletes a bucket that has neither objects nor uploads. */
    void deleteBucket(String name) {
        database.write(session -> {
            requireBucket(session, name);
            if (hasRow(session, "SELECT 1 FROM objects WHERE bucket = ? LIMIT 1", name)
                    || hasRow(session, "SELECT 1 FROM uploads WHERE bucket = ? LIMIT 1", name)) {
                throw S3Exceptions.bucketNotEmpty(name);
            }
            PreparedStatement delete = session.prepare("DELETE FROM buckets WHERE name = ?");
            delete.setString(1, name);
            return delete.executeUpdate();
        });
    }

    void requireBucket(String name) {
        database.read(session -> requireBucket(session, name));
    }

    private static boolean requireBucket(Session session, String name) throws SQLException {
        if (!hasRow(session, "SELECT 1 FROM buckets WHERE name = ?", name)) {
            throw S3Exceptions.noSuchBucket(name, "");
        }
        return true;
    }

    private static boolean hasRow(Session session, String sql, String value) throws SQLException {
        PreparedStatement select = session.prepare(sql);
        select.setString(1, value);
        try (ResultSet found = select.executeQuery()) {
            return found.next();
        }
    }

    /** @throws S3Exception where the bucket or the object does not exist */
    StoredObject get(String bucket, String key) {
        return database.read(session -> {
            Optional<StoredObject> object = find(session, bucket, key);
            if (object.isEmpty()) {
                requireBucket(session, bucket);
                throw S3Failures.noSuchKey(bucket, key);
            }
            return object.get();
        });
    }

    private static Optional<StoredObject> find(Session session, String bucket, String key) throws SQLException {
        PreparedStatement select = session.prepare("SELECT " + COLUMNS + " FROM objects WHERE bucket = ? AND key = ?");
        select.setString(1, bucket);
        select.setBytes(2, utf8(key));
        try (ResultSet found = select.executeQuery()) {
            return found.next() ? Optional.of(object(found, 1)) : Optional.empty();
        }
    }

    private static StoredObject object(ResultSet row, int first) throws SQLException {
        return new StoredObject(
                row.getString(first),
                row.getLong(first + 1),
                row.getString(first + 2),
                Instant.ofEpochMilli(row.getLong(first + 3)),
                ObjectHeaders.parse(row.getString(first + 4)));
    }

    /** Puts an object if the condition holds for the present one, and returns the replaced one. */
    Optional<StoredObject> put(String bucket, String key, StoredObject object, WriteCondition condition) {
        return database.write(session -> {
            requireBucket(session, bucket);
            Optional<StoredObject> before = find(session, bucket, key);
            condition.check(bucket, key, before);
            put(session, bucket, key, object);
            discard(session, before);
            return before;
        });
    }

    private static void put(Session session, String bucket, String key, StoredObject object) throws SQLException {
        PreparedStatement put = session.prepare("INSERT OR REPLACE INTO objects VALUES (?, ?, ?, ?, ?, ?, ?)");
        put.setString(1, bucket);
        put.setBytes(2, utf8(key));
        set(put, 3, object);
        put.executeUpdate();
    }

    private static void set(PreparedStatement statement, int first, StoredObject object) throws SQLException {
        statement.setString(first, object.file());
        statement.setLong(first + 1, object.size());
        statement.setString(first + 2, object.etag());
        statement.setLong(first + 3, object.modified().toEpochMilli());
        statement.setString(first + 4, object.headers().toJson());
    }

    /** Deletes the object if it is still the given one. */
    boolean delete(String bucket, String key, StoredObject object) {
        return database.write(session -> {
            PreparedStatement delete = session.prepare("DELETE FROM objects WHERE bucket = ? AND key = ? AND file = ?");
            delete.setString(1, bucket);
            delete.setBytes(2, utf8(key));
            delete.setString(3, object.file());
            boolean isDeleted = delete.executeUpdate() == 1;
            if (isDeleted) {
                discard(session, Optional.of(object));
            }
            return isDeleted;
        });
    }

    /**
     * Marks an object's file as garbage in the transaction that removes the object: so the file is deleted later even if the
     * process ends first.
     */
    private void discard(Session session, Optional<StoredObject> object) throws SQLException {
        if (object.isPresent()) {
            forEach(
                    session,
                    "INSERT OR IGNORE INTO garbage VALUES (?)",
                    List.of(object.get().file()));
        }
        List<String> gone = new ArrayList<>();
        for (String file = deleted.poll(); file != null; file = deleted.poll()) {
            gone.add(file);
        }
        forEach(session, "DELETE FROM garbage WHERE file = ?", gone);
    }

    private static void forEach(Session session, String sql, List<String> values) throws SQLException {
        PreparedStatement statement = session.prepare(sql);
        for (String value : values) {
            statement.setString(1, value);
            statement.executeUpdate();
        }
    }

    /** The files that belong to no object any more and are still to be deleted. */
    List<String> garbage() {
        return database.read(session -> texts(session, "SELECT file FROM garbage"));
    }

    /** Records that a file of the garbage has been deleted. */
    void isDeleted(String file) {
        deleted.add(file);
    }

    private static List<String> texts(Session session, String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (ResultSet found = session.prepare(sql).executeQuery()) {
            while (found.next()) {
                texts.add(found.getString(1));
            }
        }
        return texts;
    }

    /** An object with its key. */
    record Entry(String key, StoredObject object) {}

    /**
     * Objects in the order of their keys.
     *
     * @param from the least key to return
     * @param end the key after the last, or null for none
     */
    List<Entry> list(String bucket, byte[] from, byte @Nullable [] end, int limit) {
        return database.read(session -> {
            PreparedStatement select = session.prepare("SELECT key, " + COLUMNS
                    + " FROM objects WHERE bucket = ? AND key >= ?" + (end == null ? "" : " AND key < ?")
                    + " ORDER BY key LIMIT ?");
            select.setString(1, bucket);
            select.setBytes(2, from);
            if (end != null) {
                select.setBytes(3, end);
            }
            select.setInt(end == null ? 3 : 4, limit);
            List<Entry> entries = new ArrayList<>();
            try (ResultSet found = select.executeQuery()) {
                while (found.next()) {
                    entries.add(new Entry(new String(found.getBytes(1), StandardCharsets.UTF_8), object(found, 2)));
                }
            }
            return entries;
        });
    }

    boolean hasFile(String file) {
        return database.read(session -> hasRow(session, "SELECT 1 FROM objects WHERE file = ?", file)
                || hasRow(session, "SELECT 1 FROM parts WHERE file = ?", file));
    }

    /** A multipart upload that was created and is not completed. */
    record Upload(String id, String bucket, String key, Instant initiated, ObjectHeaders headers) {}

    void begin(Upload upload) {
        database.write(session -> {
            requireBucket(session, upload.bucket());
            PreparedStatement insert = session.prepare("INSERT INTO uploads VALUES (?, ?, ?, ?, ?)");
            insert.setString(1, upload.id());
            insert.setString(2, upload.bucket());
            insert.setBytes(3, utf8(upload.key()));
            insert.setLong(4, upload.initiated().toEpochMilli());
            insert.setString(5, upload.headers().toJson());
            return insert.executeUpdate();
        });
    }

    List<Upload> uploads() {
        return database.read(session -> {
            List<Upload> uploads = new ArrayList<>();
            try (ResultSet found = session.prepare(
                            "SELECT id, bucket, key, initiated, headers FROM uploads ORDER BY key, initiated")
                    .executeQuery()) {
                while (found.next()) {
                    uploads.add(upload(found));
                }
            }
            return uploads;
        });
    }

    /** @throws S3Exception where there is no such upload for that object */
    Upload upload(String id, String bucket, String key) {
        return database.read(session -> upload(session, id, bucket, key));
    }

    private static Upload upload(Session session, String id, String bucket, String key) throws SQLException {
        PreparedStatement select =
                session.prepare("SELECT id, bucket, key, initiated, headers FROM uploads WHERE id = ?");
        select.setString(1, id);
        try (ResultSet found = select.executeQuery()) {
            Upload upload = found.next() ? upload(found) : null;
            if (upload == null
                    || !upload.bucket().equals(bucket)
                    || !upload.key().equals(key)) {
                throw S3Failures.noSuchUpload();
            }
            return upload;
        }
    }

    private static Upload upload(ResultSet row) throws SQLException {
        return new Upload(
                row.getString(1),
                row.getString(2),
                new String(row.getBytes(3), StandardCharsets.UTF_8),
                Instant.ofEpochMilli(row.getLong(4)),
                ObjectHeaders.parse(row.getString(5)));
    }

    /**
     * Puts a part, and returns the part of that number that it replaces.
     *
     * @param endsWithProcess whether the upload cannot continue after this process has ended
     */
    Optional<StoredObject> putPart(Upload upload, int number, StoredObject part, boolean endsWithProcess) {
        return database.write(session -> {
            upload(session, upload.id(), upload.bucket(), upload.key());
            Optional<StoredObject> before =
                    Optional.ofNullable(parts(session, upload.id()).get(number));
            PreparedStatement put = session.prepare("INSERT OR REPLACE INTO parts VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
            put.setString(1, upload.id());
            put.setInt(2, number);
            set(put, 3, part);
            put.setBoolean(8, endsWithProcess);
            put.executeUpdate();
            return before;
        });
    }

    /** The parts by their numbers. */
    Map<Integer, StoredObject> parts(String upload) {
        return database.read(session -> parts(session, upload));
    }

    private static Map<Integer, StoredObject> parts(Session session, String upload) throws SQLException {
        PreparedStatement select = session.prepare("SELECT number, " + COLUMNS + " FROM parts WHERE upload = ?");
        select.setString(1, upload);
        Map<Integer, StoredObject> parts = new TreeMap<>();
        try (ResultSet found = select.executeQuery()) {
            while (found.next()) {
                parts.put(found.getInt(1), object(found, 2));
            }
        }
        return parts;
    }

    /** Puts the object of an upload as {@link #put} does, and removes the upload with its parts. */
    Optional<StoredObject> complete(Upload upload, StoredObject object, WriteCondition condition) {
        return database.write(session -> {
            upload(session, upload.id(), upload.bucket(), upload.key());
            Optional<StoredObject> before = find(session, upload.bucket(), upload.key());
            condition.check(upload.bucket(), upload.key(), before);
            put(session, upload.bucket(), upload.key(), object);
            forget(session, upload.id());
            discard(session, before);
            return before;
        });
    }

    /** Removes an upload, and returns the files of its parts. */
    List<String> abort(String upload) {
        return database.write(session -> {
            List<String> files = parts(session, upload).values().stream()
                    .map(StoredObject::file)
                    .toList();
            forget(session, upload);
            return files;
        });
    }

    private static void forget(Session session, String upload) throws SQLException {
        forEach(session, "DELETE FROM parts WHERE upload = ?", List.of(upload));
        forEach(session, "DELETE FROM uploads WHERE id = ?", List.of(upload));
    }

    /** The uploads that cannot continue, since the process that sent their parts has ended. */
    List<String> uploadsOfEndedProcesses() {
        return database.read(session -> texts(session, "SELECT DISTINCT upload FROM parts WHERE ends_with_process"));
    }

    static byte[] utf8(String key) {
        return key.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        database.close();
    }
}
