package io.lambdaregistry.local.s3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.UUID;
import java.util.function.Supplier;
import org.gaul.s3proxy.blobstore.BlobStore;

/**
 * Keeps a note of each put while it is under way. The file that S3Proxy writes it into would turn up in listings for ever if the
 * process ended meanwhile: so the next start deletes what the notes left tell of.
 */
final class UnfinishedPuts extends PutsUnderWay {
    private final Path objects;
    private final Path notes;

    /**
     * @param objects where the store has its files
     * @param notes a folder of its own
     */
    UnfinishedPuts(BlobStore store, Path objects, Path notes) throws IOException {
        super(store);
        this.objects = objects;
        this.notes = Files.createDirectories(notes);
        try (DirectoryStream<Path> left = Files.newDirectoryStream(notes)) {
            for (Path note : left) {
                deleteBegun(note);
                Files.delete(note);
            }
        }
    }

    private void deleteBegun(Path note) throws IOException {
        Path object = objects.resolve(Files.readString(note));
        Path folder = object.getParent();
        if (folder == null || !object.normalize().startsWith(objects) || !Files.isDirectory(folder)) {
            return;
        }
        String name = String.valueOf(object.getFileName());
        FileTime begun = Files.getLastModifiedTime(note);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, file -> isOf(name, file))) {
            for (Path file : files) {
                if (Files.getLastModifiedTime(file).compareTo(begun) >= 0) {
                    Files.delete(file);
                }
            }
        }
    }

    private static boolean isOf(String name, Path file) {
        String other = String.valueOf(file.getFileName());
        return other.startsWith(name)
                && RANDOM.matcher(other.substring(name.length())).matches();
    }

    @Override
    <T> T put(String bucket, String key, Supplier<T> put) {
        Path note = notes.resolve(UUID.randomUUID().toString());
        try {
            Files.writeString(note, bucket + "/" + key);
            T response = super.put(bucket, key, put);
            Files.delete(note);
            return response;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
