package io.lambdaregistry.s3;

import static io.lambdaregistry.s3.S3Errors.calling;

import io.lambdaregistry.artifact.ArtifactContent;
import io.lambdaregistry.artifact.ArtifactEntry;
import io.lambdaregistry.artifact.ArtifactErrors;
import io.lambdaregistry.artifact.ArtifactPath;
import io.lambdaregistry.artifact.ArtifactStore;
import io.lambdaregistry.artifact.ArtifactWriter;
import io.lambdaregistry.artifact.ByteRange;
import io.lambdaregistry.artifact.MediaType;
import io.lambdaregistry.artifact.OpenedArtifact;
import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.metering.Meter;
import io.lambdaregistry.search.CodePointOrder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Stores artifacts as objects of one bucket. The key is the path: {@code mlflow-artifacts:/x} is {@code s3://bucket/x}. */
public final class S3ArtifactStore implements ArtifactStore {
    /** In bytes. With 10,000 parts, S3's limit, a file can have 80 GB; a part is small enough for many uploads at a time. */
    static final int PART_SIZE = 8 << 20;

    /** S3's limit, in bytes of UTF-8. */
    private static final int MAX_KEY_LENGTH = 1_024;

    /** S3's order of keys. */
    private static final Comparator<ArtifactEntry> BY_NAME =
            Comparator.comparing(ArtifactEntry::name, CodePointOrder.COMPARATOR);

    private final S3Client s3;
    private final String bucket;

    public S3ArtifactStore(S3Client s3, String bucket) {
        this.s3 = s3;
        this.bucket = bucket;
    }

    @Override
    public void put(ArtifactPath path, ArtifactWriter writer) throws IOException {
        try (S3UploadStream upload = new S3UploadStream(s3, bucket, key(path), MediaType.of(path.name()), PART_SIZE)) {
            writer.writeTo(upload);
            upload.commit();
        }
    }

    static String key(ArtifactPath path) {
        if (path.value().getBytes(StandardCharsets.UTF_8).length > MAX_KEY_LENGTH) {
            throw RegistryException.invalid("An artifact path, with that of its run, has at most " + MAX_KEY_LENGTH
                    + " bytes in UTF-8: '" + path + "' is longer.");
        }
        return path.value();
    }

    @Override
    public OpenedArtifact open(ArtifactPath path, Optional<ByteRange> range) {
        Meter.callsS3();
        try {
            return content(s3.getObject(request -> request.bucket(bucket)
                    .key(key(path))
                    .range(range.map(ByteRange::header).orElse(null))));
        } catch (NoSuchKeyException missing) {
            throw isFolder(path) ? ArtifactErrors.isFolder(path) : ArtifactErrors.notFound(path);
        } catch (S3Exception refusal) {
            if (refusal.statusCode() == 416) {
                return new OpenedArtifact.RangeNotSatisfiable(size(path));
            }
            throw S3Errors.translate(refusal);
        } catch (SdkException failure) {
            throw S3Errors.translate(failure);
        }
    }

    private static ArtifactContent content(ResponseInputStream<GetObjectResponse> stream) {
        GetObjectResponse object = stream.response();
        ContentRange range = ContentRange.of(object);
        return new ArtifactContent(
                new S3ContentStream(stream),
                range.first(),
                object.contentLength(),
                range.size(),
                object.eTag(),
                object.lastModified());
    }

    private boolean isFolder(ArtifactPath path) {
        return !calling(() -> s3.listObjectsV2(
                        request -> request.bucket(bucket).prefix(prefix(path)).maxKeys(1)))
                .contents()
                .isEmpty();
    }

    private long size(ArtifactPath path) {
        return calling(() -> s3.headObject(request -> request.bucket(bucket).key(key(path))))
                .contentLength();
    }

    @Override
    public List<ArtifactEntry> list(ArtifactPath folder) {
        String prefix = prefix(folder);
        List<ArtifactEntry> entries = new ArrayList<>();
        for (ListObjectsV2Response page :
                pages(S3Pages.under(bucket, prefix).delimiter("/").build())) {
            for (CommonPrefix inner : page.commonPrefixes()) {
                String name =
                        inner.prefix().substring(prefix.length(), inner.prefix().length() - 1);
                entries.add(ArtifactEntry.folder(name));
            }
            for (S3Object object : page.contents()) {
                if (!object.key().equals(prefix)) { // S3's console creates this object for an empty folder
                    entries.add(ArtifactEntry.file(object.key().substring(prefix.length()), object.size()));
                }
            }
        }
        entries.sort(BY_NAME);
        return entries;
    }

    @Override
    public void delete(ArtifactPath path) {
        calling(() -> s3.deleteObject(request -> request.bucket(bucket).key(key(path))));
        for (ListObjectsV2Response page :
                pages(S3Pages.under(bucket, prefix(path)).build())) {
            if (!page.contents().isEmpty()) {
                S3Pages.delete(
                        s3, bucket, page.contents().stream().map(S3Object::key).toList());
            }
        }
    }

    /** Returns the pages; each is fetched when the iterator reaches it. */
    private Iterable<ListObjectsV2Response> pages(ListObjectsV2Request request) {
        return () -> new S3Pages(s3, request);
    }

    private static String prefix(ArtifactPath folder) {
        return folder.isRoot() ? "" : key(folder) + '/';
    }
}
