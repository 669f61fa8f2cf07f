package io.lambdaregistry.local.backup;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Reads backups, and makes the files that hold secrets. */
final class BackupFiles {
    private BackupFiles() {}

    /** Makes an empty file that only its owner can read. */
    static Path createForOwner(Path file) throws IOException {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] attributes = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        return Files.createFile(file, attributes);
    }

    static BackupManifest manifest(ZipFile zip) throws IOException {
        try (InputStream in = open(zip, BackupManifest.NAME)) {
            return BackupManifest.of(in.readAllBytes());
        }
    }

    /** Copies a file of the backup. @throws ZipException where it is not what the manifest says */
    static void copy(ZipFile zip, BackupManifest.Entry file, OutputStream out) throws IOException {
        try (InputStream in = open(zip, file.entry())) {
            if (!DigestedCopies.copy(in, out).equals(new DigestedCopies.Digest(file.size(), file.sha256()))) {
                throw new ZipException("its copy of " + file.path() + " is damaged");
            }
        }
    }

    private static InputStream open(ZipFile zip, String entry) throws IOException {
        ZipEntry found = zip.getEntry(entry);
        if (found == null) {
            throw new FileNotFoundException("it has no entry " + entry);
        }
        return zip.getInputStream(found);
    }

    /** Reads the whole backup. */
    static Backup.Summary verify(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            List<BackupManifest.Entry> files = manifest(zip).files();
            for (BackupManifest.Entry each : files) {
                copy(zip, each, OutputStream.nullOutputStream());
            }
            return summary(files);
        }
    }

    static Backup.Summary summary(List<BackupManifest.Entry> files) {
        return new Backup.Summary(
                files.size(),
                files.stream().mapToLong(BackupManifest.Entry::size).sum());
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
