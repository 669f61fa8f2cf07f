package io.lambdaregistry.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/**
 * Keeps a note of each put while it is under way. S3Proxy writes into a file beside the object's, with a random name, which would
 * turn up in listings for ever if the process ended meanwhile: so the next start deletes what the notes left tell of.
 */
final class UnfinishedPuts extends ForwardingBlobStore {
    private static final Pattern RANDOM = Pattern.compile("-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

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
    public PutObjectResponse putBlob(PutObjectRequest request, InputStream content) {
        return noted(request.bucket(), request.key(), () -> super.putBlob(request, content));
    }

    @Override
    public CopyObjectResponse copyBlob(CopyObjectRequest request) {
        return noted(request.destinationBucket(), request.destinationKey(), () -> super.copyBlob(request));
    }

    @Override
    public CompleteMultipartUploadResponse completeMultipartUpload(
            MultipartUpload upload, CompleteMultipartUploadRequest request) {
        return noted(upload.containerName(), upload.blobName(), () -> super.completeMultipartUpload(upload, request));
    }

    private <T> T noted(String bucket, String key, Supplier<T> put) {
        Path note = notes.resolve(UUID.randomUUID().toString());
        try {
            Files.writeString(note, bucket + "/" + key);
            T response = put.get();
            Files.delete(note);
            return response;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
