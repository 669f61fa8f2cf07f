package io.lambdaregistry.s3;

import io.lambdaregistry.artifact.ArtifactPath;
import io.lambdaregistry.metering.Meter;
import io.lambdaregistry.seal.FolderFiles;
import io.lambdaregistry.seal.ListedFile;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The objects of one bucket, for digesting. */
public final class S3FolderFiles implements FolderFiles {
    /** S3's answers to a read of an object that was deleted, was replaced, or is shorter now. */
    private static final Set<Integer> IS_ANOTHER = Set.of(404, 412, 416);

    private final S3Client s3;
    private final String bucket;

    public S3FolderFiles(S3Client s3, String bucket) {
        this.s3 = s3;
        this.bucket = bucket;
    }

    @Override
    public Listing list(ArtifactPath folder, int most) {
        String prefix = S3ArtifactStore.key(folder) + "/";
        List<ListedFile> files = list(prefix, most, prefix.length());
        return files.isEmpty() ? itself(folder) : new Listing(prefix, files);
    }

    /** The file, where the path names one. */
    private Listing itself(ArtifactPath file) {
        String key = S3ArtifactStore.key(file);
        int name = key.length() - file.name().length();
        return new Listing(
                key.substring(0, name),
                list(key, 1, name).stream()
                        .filter(found -> found.path().equals(file.name()))
                        .toList());
    }

    private List<ListedFile> list(String prefix, int most, int from) {
        Iterator<ListObjectsV2Response> pages = new S3Pages(
                s3, S3Pages.under(bucket, prefix).maxKeys(Math.min(most, 1_000)).build());
        List<ListedFile> files = new ArrayList<>();
        while (files.size() < most && pages.hasNext()) {
            for (S3Object object : pages.next().contents()) {
                if (!object.key().endsWith("/")
                        && files.size() < most) { // S3's console creates such an object for a folder
                    files.add(new ListedFile(
                            object.key().substring(from),
                            object.size(),
                            object.eTag(),
                            object.lastModified().toEpochMilli()));
                }
            }
        }
        return files;
    }

    @Override
    public Optional<InputStream> read(String prefix, ListedFile file, long first, long length) {
        Meter.callsS3();
        try {
            return Optional.of(new S3ContentStream(s3.getObject(request -> request.bucket(bucket)
                    .key(prefix + file.path())
                    .ifMatch(file.etag())
                    .range("bytes=%d-%d".formatted(first, first + length - 1)))));
        } catch (SdkException failure) {
            if (failure instanceof S3Exception answer
                    && IS_ANOTHER.contains(answer.statusCode())
                    && !(answer instanceof NoSuchBucketException)) {
                return Optional.empty();
            }
            throw S3Errors.translate(failure);
        }
    }
}
