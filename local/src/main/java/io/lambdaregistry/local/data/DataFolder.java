package io.lambdaregistry.local.data;

import io.lambdaregistry.local.files.DurableFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The folder that keeps a registry's data. One process at a time can use it. */
public final class DataFolder implements AutoCloseable {
    /**
     * The format of the folder's content. A build opens formats up to its own and rejects later ones; the first format had no
     * number.
     */
    private static final int FORMAT = 2;

    /** The folder of the artifacts' files, within the data folder. */
    static final String ARTIFACTS = "s3";

    /** The first format in which the artifacts have an index. */
    private static final int FORMAT_WITH_INDEX = 2;

    /** The files and folders beside the databases and the artifacts, but for those that only a running registry needs. */
    public static final List<String> FILES_BESIDE_STORES =
            List.of("format", "s3-credentials", "webhook-key", "signing-key", "uploads", "webhooks");

    private final Path folder;
    private final FileChannel lock;
    private Optional<Path> copyBeforeUpgrade = Optional.empty();

    private DataFolder(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    public static DataFolder open(Path data) throws StartException {
        Path folder = data.toAbsolutePath().normalize();
        try {
            Files.createDirectories(folder);
            FileChannel channel =
                    FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw new StartException(
                        "The data folder " + folder + " is in use by another registry: stop that first.");
            }
            return checked(new DataFolder(folder, channel));
        } catch (IOException e) {
            throw new StartException("The data folder " + folder + " cannot be written: " + reason(e) + ".", e);
        }
    }

    private static DataFolder checked(DataFolder opened) throws IOException, StartException {
        try {
            int format = opened.format();
            if (format > FORMAT) {
                throw new StartException(
                        "The data folder %s was written by a newer build (format %d; this one reads up to %d). Start that build or a later one, or name another folder by --data."
                                .formatted(opened.folder, format, FORMAT));
            }
            return opened;
        } catch (IOException | StartException e) {
            opened.close();
            throw e;
        }
    }

    /** @throws StartException for a folder that holds no registry of this build's format */
    public static void checkForBackup(Path folder) throws StartException {
        Path format = folder.resolve("format");
        try {
            if (!Files.exists(folder.resolve("registry.sqlite")) || !Files.exists(s3Index(folder.resolve("s3")))) {
                throw new StartException("The data folder " + folder + " holds no registry: name another by --data.");
            }
            if (!Files.exists(format) || !Files.readString(format).strip().equals(String.valueOf(FORMAT))) {
                throw new StartException(
                        "The data folder " + folder
                                + " has another format than this build's: serve it once by this build, or back it up by the build that wrote it.");
            }
        } catch (IOException e) {
            throw new StartException("The data folder " + folder + " cannot be read: " + reason(e) + ".", e);
        }
    }

    /** The format of the folder's content: 1 where it has no mark. */
    int format() throws IOException, StartException {
        Path file = formatFile();
        if (!Files.exists(file)) {
            return 1;
        }
        String text = Files.readString(file).strip();
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new StartException(
                    "The file " + file
                            + " holds no format number. The number says which builds can open the folder: put the file back"
                            + " from a backup, or write " + FORMAT + " into it.",
                    e);
        }
    }

    private Path formatFile() {
        return folder.resolve("format");
    }

    /** Brings the folder to the format of the last step, as {@link FolderUpgrade} does. */
    public void upgrade(List<FolderUpgrade.Step> steps) throws StartException {
        copyBeforeUpgrade = FolderUpgrade.run(this, steps);
    }

    /** The copy of the folder as it was, where this process upgraded it. */
    public Optional<Path> copyBeforeUpgrade() {
        return copyBeforeUpgrade;
    }

    /** Records the format of the folder's content for later builds. */
    void mark(int format) throws IOException {
        DurableFiles.write(
                formatFile(), folder.resolve("format.part"), (format + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    /** Whether a registry of any format has written to the folder. */
    boolean holdsRegistry() throws IOException {
        return Files.exists(formatFile()) || Files.exists(folder.resolve("registry.sqlite")) || hasArtifacts();
    }

    Path resolve(String name) {
        return folder.resolve(name);
    }

    /** @throws StartException where there are artifact files, but their index is missing */
    public void checkS3Index() throws IOException, StartException {
        Path index = s3Index(s3Folder());
        if (format() >= FORMAT_WITH_INDEX && isGone(index) && hasArtifacts()) {
            throw new StartException(
                    "The file %s is %s, which says which artifacts the files in %s are. Put it back from a backup. Without one, delete the file %s, and each file is indexed again as the artifact of its path, without type and metadata."
                            .formatted(index, Files.exists(index) ? "empty" : "gone", s3Folder(), formatFile()));
        }
    }

    private static boolean isGone(Path file) throws IOException {
        return !Files.exists(file) || Files.size(file) == 0;
    }

    private boolean hasArtifacts() throws IOException {
        if (!Files.isDirectory(s3Folder())) {
            return false;
        }
        try (Stream<Path> files = Files.walk(s3Folder())) {
            return files.anyMatch(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS));
        }
    }

    /** Locks the folder. The operating system releases the lock when the process ends in any way. */
    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // another registry in this process has the lock
        }
    }

    private static String reason(IOException e) {
        return e.getClass()
                .getSimpleName()
                .replaceAll("([a-z])([A-Z])", "$1 $2")
                .replace(" Exception", "");
    }

    /**
     * @throws StartException for a folder with artifacts but no database, or with a database of a build that this one cannot
     *     read
     */
    public Path dynamoDbFile() throws IOException, StartException {
        Path file = folder.resolve("registry.sqlite");
        Path ofDynamoDbLocal = folder.resolve("dynamodb.sqlite");
        if (Files.exists(ofDynamoDbLocal) && !Files.exists(file)) {
            throw new StartException(
                    "The data folder " + folder + " was made by an earlier build, which kept its table in"
                            + " another way. Serve it by that build, and copy it with './registry import --from' its URL into"
                            + " another folder.");
        }
        if (isGone(file) && hasArtifacts()) {
            throw new StartException(
                    "The database %s is %s, though there are artifacts in %s. Put it back from a backup; to begin with an empty registry, name another folder by --data."
                            .formatted(file, Files.exists(file) ? "empty" : "gone", s3Folder()));
        }
        return file;
    }

    /** The index of the objects in an embedded S3's folder; the file lies beside the folder. */
    public static Path s3Index(Path s3Folder) {
        return s3Folder.resolveSibling("objects.sqlite");
    }

    public Path s3Folder() {
        return folder.resolve(ARTIFACTS);
    }

    /** The folder of uploads that wait to be registered, and of uploads that could not be registered. */
    public Path uploads() {
        return folder.resolve("uploads");
    }

    public Path s3Credentials() {
        return folder.resolve("s3-credentials");
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
