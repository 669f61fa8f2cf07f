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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The folder that keeps a registry; one process at a time has it. */
public final class DataFolder implements AutoCloseable {
    /** Of what is in the folder. A build opens those up to its own, and refuses the later ones; the first had no number. */
    private static final int FORMAT = 2;

    /** Since this one the artifacts have an index. */
    private static final int FORMAT_WITH_INDEX = 2;

    private final Path folder;
    private final FileChannel lock;

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

    private int format() throws IOException, StartException {
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
                            + " holds no number of a format. It says which builds can open the folder: put it back"
                            + " from a backup, or write " + FORMAT + " into it.",
                    e);
        }
    }

    private Path formatFile() {
        return folder.resolve("format");
    }

    /** Says for all later builds what is in the folder, once it is. */
    public void mark() throws IOException, StartException {
        if (!Files.exists(formatFile()) || format() < FORMAT) {
            DurableFiles.write(
                    formatFile(), folder.resolve("format.part"), (FORMAT + "\n").getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** @throws StartException where there are files of artifacts, and their index is gone */
    public void checkS3Index() throws IOException, StartException {
        Path index = s3Index(s3Folder());
        if (format() >= FORMAT_WITH_INDEX && isGone(index) && hasArtifacts()) {
            throw new StartException(
                    "The file %s is %s, which says which artifacts the files in %s are. Put it back from a backup. Without one, delete the file %s, and each file is taken up again as the artifact of its path, without type and metadata."
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

    /** The lock ends with the process, however that ends. */
    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // a registry in this same process has it
        }
    }

    private static String reason(IOException e) {
        return e.getClass()
                .getSimpleName()
                .replaceAll("([a-z])([A-Z])", "$1 $2")
                .replace(" Exception", "");
    }

    /** @throws StartException for a folder without its database, or of a build whose database this one can't read */
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

    /** Of the objects in a folder of the embedded S3; beside it. */
    public static Path s3Index(Path s3Folder) {
        return s3Folder.resolveSibling("objects.sqlite");
    }

    public Path s3Folder() {
        return folder.resolve("s3");
    }

    /** What waits to be registered, and what could not be. */
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
