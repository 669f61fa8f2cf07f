package io.lambdaregistry.local.backup;

import io.lambdaregistry.local.data.StartException;
import io.lambdaregistry.local.files.DurableFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Makes a data folder of a backup. */
public final class Restoration {
    private Restoration() {}

    /**
     * Makes the folder, which appears whole or not at all. Each file is compared with the digest that the backup has of it.
     *
     * @param data must not exist, or be empty
     */
    public static Backup.Summary restore(Path backup, Path data) throws StartException {
        Path folder = data.toAbsolutePath().normalize();
        try {
            if (!isFree(folder)) {
                throw new StartException(
                        "The data folder " + folder + " is not empty: name another by --data, or move it away first.");
            }
            Path parent = Files.createDirectories(folder.resolveSibling(""));
            Path part = Files.createTempDirectory(parent, "." + folder.getFileName() + "-");
            try {
                Backup.Summary summary = extract(backup, part);
                Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE); // fails where the folder has content by now
                DurableFiles.forceFolder(parent);
                return summary;
            } finally {
                if (Files.exists(part)) {
                    BackupFiles.delete(part);
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new StartException(
                    "The backup " + backup + " cannot be restored to " + folder + ": " + StartException.reason(e) + ".",
                    e);
        }
    }

    private static boolean isFree(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return true;
        }
        try (Stream<Path> content = Files.list(folder)) {
            return content.findAny().isEmpty();
        }
    }

    private static Backup.Summary extract(Path backup, Path folder) throws IOException {
        try (ZipFile zip = new ZipFile(backup.toFile())) {
            List<BackupManifest.Entry> files = BackupFiles.manifest(zip).files();
            Set<Path> folders = new HashSet<>();
            for (BackupManifest.Entry file : files) {
                Path target = folder.resolve(file.path()).normalize();
                if (!target.startsWith(folder) || target.equals(folder)) {
                    throw new ZipException("it names a file outside of the folder, " + file.path());
                }
                folders.add(Files.createDirectories(target.resolveSibling("")));
                try (OutputStream out =
                        Files.newOutputStream(BackupFiles.createForOwner(target), StandardOpenOption.WRITE)) {
                    BackupFiles.copy(zip, file, out);
                }
                DurableFiles.force(target);
            }
            folders.forEach(DurableFiles::forceFolder);
            return BackupFiles.summary(files);
        }
    }
}
