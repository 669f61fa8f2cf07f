package io.lambdaregistry.local.backup;

import io.lambdaregistry.embedded.sqlite.FileSnapshot;
import io.lambdaregistry.local.data.DataFolder;
import io.lambdaregistry.local.data.StartException;
import io.lambdaregistry.local.files.DurableFiles;
import java.io.BufferedOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A backup of a data folder, taken while a registry may serve it: one zip file, whose last entry is its {@link BackupManifest}.
 *
 * <p>The contents of objects never change under their names, so most are copied without a lock. For the rest, and for the moment
 * at which the two databases are fixed, the writers of the artifacts wait. So the backup is the registry at one moment: what a
 * version or a run refers to was put before, and is in the backup. Uploads in parts that are not completed are left out.
 */
public final class Backup {
    private static final int ROUNDS = 10;

    /** So many bytes are copied in a moment, while writers wait. */
    private static final long FEW_BYTES = 16 << 20;

    private final Path folder;
    private final Path work;
    private final ZipOutputStream zip;
    private final Map<Content, BackupManifest.Entry> copied = new HashMap<>();
    private int entries;

    private Backup(Path folder, Path work, ZipOutputStream zip) {
        this.folder = folder;
        this.work = work;
        this.zip = zip;
    }

    /**
     * The content of an object. Its file's name may be used again for another object, later.
     *
     * @param modified in milliseconds since the epoch
     */
    private record Content(String file, long size, String etag, long modified) {}

    /** @param files how many files the backup holds */
    public record Summary(long files, long bytes) {}

    /**
     * Writes the backup, and reads it again to verify it. The file appears whole or not at all.
     *
     * @param data a data folder of this build's format
     * @param file replaced where it exists; only its owner can read it, because it holds the folder's secrets
     */
    public static Summary write(Path data, Path file) throws StartException {
        Path folder = data.toAbsolutePath().normalize();
        DataFolder.checkForBackup(folder);
        Path target = file.toAbsolutePath().normalize();
        try {
            Path work = Files.createTempDirectory(target.getParent(), "." + target.getFileName() + "-");
            try {
                Path part = work.resolve("backup");
                try (OutputStream out = new BufferedOutputStream(
                                Files.newOutputStream(BackupFiles.createForOwner(part), StandardOpenOption.WRITE));
                        ZipOutputStream zip = new ZipOutputStream(out)) {
                    zip.setLevel(Deflater.BEST_SPEED);
                    new Backup(folder, work, zip).write();
                }
                Summary summary = BackupFiles.verify(part);
                DurableFiles.force(part);
                Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                DurableFiles.forceFolder(work.resolveSibling(""));
                return summary;
            } finally {
                BackupFiles.delete(work);
            }
        } catch (IOException | SQLException | IllegalArgumentException e) {
            throw new StartException(
                    "The backup of " + folder + " to " + target + " failed: " + StartException.reason(e) + ".", e);
        }
    }

    private void write() throws IOException, SQLException {
        Path index = DataFolder.s3Index(folder.resolve("s3"));
        copyMostContents(index);
        List<BackupManifest.Entry> files = new ArrayList<>();
        try (Snapshots fixed = fix(index, files)) {
            files.add(copyOf(fixed.table(), "registry.sqlite", List.of()));
            files.add(copyOf(
                    fixed.objects(),
                    "objects.sqlite",
                    List.of("DELETE FROM parts", "DELETE FROM uploads", "DELETE FROM garbage")));
        }
        zip.putNextEntry(new ZipEntry(BackupManifest.NAME));
        zip.write(new BackupManifest(files).text().getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }

    private record Snapshots(FileSnapshot objects, FileSnapshot table) implements AutoCloseable {
        @Override
        public void close() throws SQLException {
            try (objects) {
                table.close();
            }
        }
    }

    /** Fixes the moment of the backup, and adds all files but the databases. */
    private Snapshots fix(Path index, List<BackupManifest.Entry> files) throws IOException, SQLException {
        FileSnapshot.Held writers = FileSnapshot.holdWriters(index);
        try {
            addOtherFiles(files); // waiting uploads before the table that they are registered in
            FileSnapshot objects = FileSnapshot.of(index);
            try {
                for (Content content : contents(objects)) {
                    Optional<BackupManifest.Entry> copy = copy(content);
                    files.add(copy.orElseThrow(() -> new FileNotFoundException(
                            "the content of an artifact, " + content.file() + ", is missing or damaged")));
                }
                return new Snapshots(objects, FileSnapshot.of(folder.resolve("registry.sqlite")));
            } catch (IOException | SQLException | RuntimeException e) {
                objects.close();
                throw e;
            }
        } finally {
            writers.close();
        }
    }

    private void copyMostContents(Path index) throws IOException, SQLException {
        long bytes = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS && bytes > FEW_BYTES; round++) {
            bytes = 0;
            List<Content> now;
            try (FileSnapshot objects = FileSnapshot.of(index)) {
                now = contents(objects);
            }
            for (Content content : now) {
                bytes += copied.containsKey(content) ? 0 : content.size();
                copy(content);
            }
        }
    }

    private static List<Content> contents(FileSnapshot objects) throws SQLException {
        return objects.query(
                "SELECT file, size, etag, modified FROM objects",
                row -> new Content(row.getString(1), row.getLong(2), row.getString(3), row.getLong(4)));
    }

    /** Empty where the file is gone, or has become another object's. */
    private Optional<BackupManifest.Entry> copy(Content content) throws IOException {
        BackupManifest.Entry known = copied.get(content);
        if (known == null) {
            try {
                known = add(folder.resolve("s3").resolve(content.file()), "s3/" + content.file());
            } catch (NoSuchFileException deleted) {
                return Optional.empty();
            }
            if (known.size() != content.size()) {
                return Optional.empty();
            }
            copied.put(content, known);
        }
        return Optional.of(known);
    }

    private BackupManifest.Entry copyOf(FileSnapshot snapshot, String name, List<String> changes)
            throws IOException, SQLException {
        Path copy = BackupFiles.createForOwner(work.resolve(name));
        snapshot.copyTo(copy);
        FileSnapshot.prepareCopy(copy, changes);
        return add(copy, name);
    }

    /** Secrets, the format, and the messages of uploads and webhooks. */
    private void addOtherFiles(List<BackupManifest.Entry> files) throws IOException {
        for (String name : DataFolder.FILES_BESIDE_STORES) {
            if (!Files.exists(folder.resolve(name))) {
                continue;
            }
            try (Stream<Path> found = Files.walk(folder.resolve(name))) {
                for (Path file : found.filter(Files::isRegularFile).sorted().toList()) {
                    String path = folder.relativize(file).toString().replace('\\', '/');
                    try {
                        files.add(add(file, path));
                    } catch (NoSuchFileException done) {
                        // a message that has been delivered meanwhile
                    }
                }
            }
        }
    }

    private BackupManifest.Entry add(Path file, String path) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            String entry = String.valueOf(++entries);
            zip.putNextEntry(new ZipEntry(entry));
            DigestedCopies.Digest digest = DigestedCopies.copy(in, zip);
            zip.closeEntry();
            return new BackupManifest.Entry(entry, path, digest.size(), digest.sha256());
        }
    }
}
