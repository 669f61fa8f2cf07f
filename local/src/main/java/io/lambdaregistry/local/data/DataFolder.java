package io.lambdaregistry.local.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import org.jspecify.annotations.Nullable;

/** The folder that keeps a registry; one process at a time has it. */
public final class DataFolder implements AutoCloseable {
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
            return new DataFolder(folder, channel);
        } catch (IOException e) {
            throw new StartException("The data folder " + folder + " cannot be written: " + reason(e) + ".", e);
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

    /** @throws StartException for a folder of a build that kept its table in DynamoDB Local, whose file this can't read */
    public Path dynamoDbFile() throws StartException {
        Path file = folder.resolve("registry.sqlite");
        Path ofDynamoDbLocal = folder.resolve("dynamodb.sqlite");
        if (Files.exists(ofDynamoDbLocal) && !Files.exists(file)) {
            throw new StartException(
                    "The data folder " + folder + " was made by an earlier build, which kept its table in"
                            + " another way. Serve it by that build, and copy it with './registry import --from' its URL into"
                            + " another folder.");
        }
        return file;
    }

    /** In which the embedded S3 keeps objects' ETags, types and metadata. */
    public static boolean hasExtendedAttributes(Path folder) {
        try {
            return Files.getFileStore(folder).supportsFileAttributeView(UserDefinedFileAttributeView.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
