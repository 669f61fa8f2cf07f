package io.lambdaregistry.local.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes files so that they are on the disk when the call returns: their bytes, and their names in their folders. */
public final class DurableFiles {
    private DurableFiles() {}

    /**
     * Writes a file as a whole or not at all, over what had its name before.
     *
     * @param part an empty or new file beside it, which becomes the file
     */
    public static void write(Path file, Path part, byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(
                part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer left = ByteBuffer.wrap(content);
            while (left.hasRemaining()) {
                channel.write(left);
            }
            channel.force(true);
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        forceFolder(file.toAbsolutePath().resolveSibling(""));
    }

    /** Writes the names in a folder to the disk, where the system can: Windows does so by itself, and has no call for it. */
    public static void forceFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException notHere) {
            // the file itself is on the disk
        }
    }
}
