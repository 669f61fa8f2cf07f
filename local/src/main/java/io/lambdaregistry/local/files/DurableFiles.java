package io.lambdaregistry.local.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes files durably: when a call returns, their content and their names are on the disk. */
public final class DurableFiles {
    private DurableFiles() {}

    /**
     * Writes a file whole or not at all, and replaces an existing file of that name.
     *
     * @param part an empty or new file in the same folder, which is renamed to the file
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

    /** Writes the content of a file to the disk. */
    public static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** Writes the names in a folder to the disk where the operating system has a call for it; Windows does so by itself. */
    public static void forceFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException notHere) {
            // the file itself is on the disk
        }
    }
}
