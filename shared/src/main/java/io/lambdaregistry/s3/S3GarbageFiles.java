package io.lambdaregistry.s3;

import io.lambdaregistry.garbage.GarbageFiles;
import java.util.Iterator;
import java.util.List;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/** The objects of one bucket. If it keeps versions, its lifecycle rules decide how long deleted objects stay. */
public final class S3GarbageFiles implements GarbageFiles {
    private final S3Client s3;
    private final String bucket;

    public S3GarbageFiles(S3Client s3, String bucket) {
        this.s3 = s3;
        this.bucket = bucket;
    }

    @Override
    public Iterator<List<StoredFile>> below(String folder) {
        Iterator<ListObjectsV2Response> pages =
                new S3Pages(s3, S3Pages.under(bucket, folder + "/").build());
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return pages.hasNext();
            }

            @Override
            public List<StoredFile> next() {
                return pages.next().contents().stream()
                        .map(object -> new StoredFile(
                                object.key(),
                                object.size(),
                                object.lastModified().toEpochMilli()))
                        .toList();
            }
        };
    }

    @Override
    public void delete(List<StoredFile> files) {
        S3Pages.delete(s3, bucket, files.stream().map(StoredFile::path).toList());
    }
}
