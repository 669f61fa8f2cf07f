package io.lambdaregistry.local.s3;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.SdkResponses;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.BucketCannedACL;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.CreateBucketResponse;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListBucketsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * Objects in files under an index. A put writes the content to a file of its own and forces it to the disk. Then one
 * transaction of the index replaces the present object, if the write's condition holds. Then the replaced object's file is
 * deleted. So an object exists whole or not at all, whenever the process or the machine ends.
 *
 * <p>Every key that S3 accepts is accepted: up to 1,024 bytes of UTF-8, also keys that are prefixes of others. All objects are
 * private.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html">S3's keys</a>
 */
public class ObjectStore implements BlobStore {
    private static final int MAX_KEY_BYTES = 1024;
    private static final long MIN_PART_BYTES = 5 << 20;

    /** As in the lifecycle rule of template.yaml. */
    private static final Duration LIFE_OF_UPLOADS = Duration.ofDays(7);

    private final ObjectIndex index;
    private final ContentFiles files;
    private final boolean endsWithProcess;
    private final Instant begun;

    private ObjectStore(ObjectIndex index, ContentFiles files, boolean endsWithProcess, Instant begun) {
        this.index = index;
        this.files = files;
        this.endsWithProcess = endsWithProcess;
        this.begun = begun;
    }

    protected ObjectStore(ObjectStore same) {
        this(same.index, same.files, same.endsWithProcess, same.begun);
    }

    /**
     * Opens the objects of a folder, and deletes the incomplete writes of an earlier process.
     *
     * @param folder the folder of their files
     * @param indexFile created where it is missing; objects that lie in the folder already are then added to it
     * @param notes a folder that lists the files that are being written
     * @throws SQLException where the index cannot be opened, or a newer build wrote it
     */
    public static ObjectStore inFolder(Path folder, Path indexFile, Path notes) throws IOException, SQLException {
        Files.createDirectories(folder);
        ObjectIndex index = ObjectIndex.open(Optional.of(indexFile));
        try {
            if (!index.isComplete()) {
                EarlierFolder.takeUp(folder, notes, index);
            }
            return open(index, new ContentFiles(folder, notes));
        } catch (IOException | RuntimeException e) {
            index.close();
            throw e;
        }
    }

    /** Opens objects that end with the process. */
    public static ObjectStore inMemory() throws IOException, SQLException {
        FileSystem memory = Jimfs.newFileSystem(Configuration.unix());
        ContentFiles files = new ContentFiles(memory.getPath("/objects"), memory.getPath("/notes"));
        return open(ObjectIndex.open(Optional.empty()), files);
    }

    private static ObjectStore open(ObjectIndex index, ContentFiles files) throws IOException {
        ObjectStore store = new ObjectStore(index, files, false, Instant.now());
        index.uploadsOfEndedProcesses().forEach(store::abort);
        store.abortOldUploads();
        for (String file : index.garbage()) {
            if (!index.hasFile(file)) {
                store.delete(file);
            }
        }
        files.deleteUnless(index::hasFile);
        return store;
    }

    /** The same objects for a client inside of this process, whose uploads cannot continue after the process has ended. */
    public ObjectStore forThisProcess() {
        return new ObjectStore(index, files, true, begun);
    }

    @Override
    public ListBucketsResponse list() {
        return ListBucketsResponse.builder()
                .buckets(index.buckets().entrySet().stream()
                        .map(bucket -> SdkResponses.bucket(bucket.getKey(), bucket.getValue()))
                        .toList())
                .build();
    }

    @Override
    public HeadBucketResponse headBucket(HeadBucketRequest request) {
        index.requireBucket(request.bucket());
        return HeadBucketResponse.builder().build();
    }

    @Override
    public CreateBucketResponse createContainer(CreateBucketRequest request) {
        try {
            files.createBucket(request.bucket());
        } catch (IOException e) {
            throw S3Failures.broken(e);
        }
        index.createBucket(request.bucket());
        return CreateBucketResponse.builder().build();
    }

    @Override
    public void deleteBucket(String bucket) {
        index.deleteBucket(bucket);
    }

    @Override
    public ListObjectsV2Response list(ListObjectsV2Request request) {
        return ObjectPage.page(index, request);
    }

    @Override
    public HeadObjectResponse blobMetadata(HeadObjectRequest request) {
        StoredObject object = index.get(request.bucket(), request.key());
        HeadObjectResponse.Builder response = HeadObjectResponse.builder()
                .contentLength(object.size())
                .eTag(object.etag())
                .lastModified(object.modified());
        object.headers().addTo(response);
        return response.build();
    }

    @Override
    public ResponseInputStream<GetObjectResponse> getBlob(GetObjectRequest request) {
        Opened opened = open(request.bucket(), request.key());
        try {
            return answer(request, opened);
        } catch (IOException | RuntimeException e) {
            closeQuietly(opened.content());
            throw e instanceof RuntimeException refusal ? refusal : S3Failures.broken(e);
        }
    }

    private record Opened(StoredObject object, FileChannel content) {}

    /**
     * Opens an object. If it is replaced after its index entry was read and before its file is opened, the new one is opened.
     */
    private Opened open(String bucket, String key) {
        StoredObject object = index.get(bucket, key);
        while (true) {
            try {
                return new Opened(object, files.open(object.file()));
            } catch (NoSuchFileException gone) {
                StoredObject now = index.get(bucket, key);
                if (now.file().equals(object.file())) {
                    throw S3Failures.noSuchKey(bucket, key); // deleted or replaced by a link from outside
                }
                object = now;
            } catch (IOException e) {
                throw S3Failures.broken(e);
            }
        }
    }

    private static ResponseInputStream<GetObjectResponse> answer(GetObjectRequest request, Opened opened)
            throws IOException {
        StoredObject object = opened.object();
        ReadCondition.of(request).check(object);
        GetObjectResponse.Builder response =
                GetObjectResponse.builder().eTag(object.etag()).lastModified(object.modified());
        object.headers().addTo(response);
        InputStream content = Channels.newInputStream(opened.content());
        if (request.range() == null) {
            return SdkResponses.getResponse(
                    response.contentLength(object.size()).build(), content);
        }
        AnsweredRange range = AnsweredRange.of(request.range(), object.size());
        opened.content().position(range.first());
        response.contentLength(range.length()).contentRange(range.header(object.size()));
        return SdkResponses.getResponse(response.build(), range.limit(content));
    }

    private static void closeQuietly(FileChannel content) {
        try {
            content.close();
        } catch (IOException e) {
            // the file was only read
        }
    }

    @Override
    public PutObjectResponse putBlob(PutObjectRequest request, InputStream content) {
        StoredObject object = put(
                request.bucket(),
                request.key(),
                ObjectHeaders.of(request),
                new WriteCondition(request.ifMatch(), request.ifNoneMatch()),
                Optional.ofNullable(request.contentLength()),
                Optional.ofNullable(request.contentMD5()),
                content);
        return PutObjectResponse.builder().eTag(object.etag()).build();
    }

    private StoredObject put(
            String bucket,
            String key,
            ObjectHeaders headers,
            WriteCondition condition,
            Optional<Long> length,
            Optional<String> md5,
            InputStream content) {
        requireKey(key);
        index.requireBucket(bucket);
        try (ContentFiles.NewFile file = files.create(bucket, key)) {
            ContentFiles.Written written = file.write(content);
            requireWhole(written, length, md5);
            file.force();
            StoredObject object = new StoredObject(file.file(), written.size(), written.md5(), now(), headers);
            commit(file, () -> index.put(bucket, key, object, condition));
            return object;
        } catch (IOException e) {
            throw S3Failures.broken(e);
        }
    }

    /** @param put puts the file's object into the index, and returns the replaced object */
    private void commit(ContentFiles.NewFile file, Supplier<Optional<StoredObject>> put) {
        try {
            Optional<StoredObject> before = put.get();
            file.keep();
            before.ifPresent(old -> delete(old.file()));
        } catch (S3Exception e) {
            if (e.statusCode() >= 500) {
                file.leave(); // the index may contain it or not; the next start finds out
            }
            throw e;
        }
    }

    private void delete(String file) {
        try {
            files.delete(file);
            index.isDeleted(file);
        } catch (IOException inUse) {
            // the index lists it as garbage, and the next start deletes it
        }
    }

    private static void requireKey(String key) {
        if (ObjectIndex.utf8(key).length > MAX_KEY_BYTES) {
            throw S3Failures.of(400, "KeyTooLongError", "Your key is too long");
        }
    }

    private static void requireWhole(ContentFiles.Written written, Optional<Long> length, Optional<String> md5) {
        if (length.isPresent() && length.get() != written.size()) {
            throw S3Failures.of(
                    400,
                    "IncompleteBody",
                    "You did not provide the number of bytes specified by the Content-Length HTTP header");
        }
        if (md5.isPresent() && !md5.get().equals(base64(written.md5()))) {
            throw S3Failures.of(400, "BadDigest", "The Content-MD5 you specified did not match what we received.");
        }
    }

    private static String base64(String hex) {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    @Override
    public CopyObjectResponse copyBlob(CopyObjectRequest request) {
        Opened source = open(request.sourceBucket(), request.sourceKey());
        try (InputStream content = Channels.newInputStream(source.content())) {
            ReadCondition.of(request).check(source.object());
            boolean replaces = request.metadataDirective() == MetadataDirective.REPLACE;
            StoredObject copy = put(
                    request.destinationBucket(),
                    request.destinationKey(),
                    replaces ? ObjectHeaders.of(request) : source.object().headers(),
                    new WriteCondition(request.ifMatch(), request.ifNoneMatch()),
                    Optional.empty(),
                    Optional.empty(),
                    content);
            return SdkResponses.copyResponse(copy.etag(), copy.modified());
        } catch (IOException e) {
            throw S3Failures.broken(e);
        }
    }

    @Override
    public DeleteObjectResponse removeBlob(DeleteObjectRequest request) {
        index.requireBucket(request.bucket());
        Optional<StoredObject> found = Optional.empty();
        try {
            found = Optional.of(index.get(request.bucket(), request.key()));
        } catch (NoSuchKeyException gone) {
            // as in S3, deleting an object that does not exist succeeds
        }
        found.ifPresent(object -> remove(request, object));
        return DeleteObjectResponse.builder().build();
    }

    private void remove(DeleteObjectRequest request, StoredObject object) {
        if (request.ifMatch() != null && !WriteCondition.matches(request.ifMatch(), object.etag())) {
            throw S3Failures.preconditionFailed();
        }
        if (index.delete(request.bucket(), request.key(), object)) {
            delete(object.file());
        }
    }

    @Override
    public BucketCannedACL getContainerAccess(String bucket) {
        index.requireBucket(bucket);
        return BucketCannedACL.PRIVATE;
    }

    @Override
    public void setContainerAccess(String bucket, BucketCannedACL access) {
        requirePrivate(access == BucketCannedACL.PRIVATE);
    }

    @Override
    public ObjectCannedACL getBlobAccess(String bucket, String key) {
        var _ = index.get(bucket, key);
        return ObjectCannedACL.PRIVATE;
    }

    @Override
    public void setBlobAccess(String bucket, String key, ObjectCannedACL access) {
        requirePrivate(access == ObjectCannedACL.PRIVATE);
    }

    private static void requirePrivate(boolean isPrivate) {
        if (!isPrivate) {
            throw S3Failures.of(400, "AccessControlListNotSupported", "The bucket does not allow ACLs");
        }
    }

    @Override
    public MultipartUpload initiateMultipartUpload(CreateMultipartUploadRequest request) {
        requireKey(request.key());
        abortOldUploads();
        String id = UUID.randomUUID().toString();
        index.begin(new ObjectIndex.Upload(id, request.bucket(), request.key(), now(), ObjectHeaders.of(request)));
        return new MultipartUpload(id, request);
    }

    private void abortOldUploads() {
        Instant oldest = Instant.now().minus(LIFE_OF_UPLOADS);
        for (ObjectIndex.Upload upload : index.uploads()) {
            if (upload.initiated().isBefore(oldest)) {
                abort(upload.id());
            }
        }
    }

    @Override
    public void abortMultipartUpload(MultipartUpload upload) {
        abort(known(upload).id());
    }

    /** Aborts an upload. The parts' files need no note: the next start deletes those that belong to no upload. */
    private void abort(String upload) {
        deleteParts(index.abort(upload));
    }

    private void deleteParts(List<String> parts) {
        for (String part : parts) {
            files.deletePart(part);
        }
    }

    private ObjectIndex.Upload known(MultipartUpload upload) {
        return index.upload(upload.id(), upload.containerName(), upload.blobName());
    }

    @Override
    public UploadPartResponse uploadMultipartPart(
            MultipartUpload upload, UploadPartRequest request, InputStream content) {
        ObjectIndex.Upload known = known(upload);
        try (ContentFiles.NewFile file = files.createPart(known.id())) {
            ContentFiles.Written written = file.write(content);
            requireWhole(
                    written, Optional.ofNullable(request.contentLength()), Optional.ofNullable(request.contentMD5()));
            StoredObject part = new StoredObject(file.file(), written.size(), written.md5(), now(), known.headers());
            Optional<StoredObject> before = index.putPart(known, request.partNumber(), part, endsWithProcess);
            file.keep();
            before.ifPresent(old -> files.deletePart(old.file()));
            return SdkResponses.uploadedPart(written.md5());
        } catch (IOException e) {
            throw S3Failures.broken(e);
        }
    }

    @Override
    public CompleteMultipartUploadResponse completeMultipartUpload(
            MultipartUpload upload, CompleteMultipartUploadRequest request) {
        ObjectIndex.Upload known = known(upload);
        Map<Integer, StoredObject> uploaded = index.parts(known.id());
        List<StoredObject> parts = new ArrayList<>();
        for (CompletedPart wanted : request.multipartUpload().parts()) {
            StoredObject part = uploaded.get(wanted.partNumber());
            if (part == null || !WriteCondition.matches(wanted.eTag(), part.etag())) {
                throw invalidPart();
            }
            parts.add(part);
        }
        try (ContentFiles.NewFile file = files.create(known.bucket(), known.key())) {
            for (StoredObject part : parts) {
                requireIntact(part);
                file.append(part.file());
            }
            file.force();
            StoredObject object = new StoredObject(
                    file.file(),
                    parts.stream().mapToLong(StoredObject::size).sum(),
                    etag(parts),
                    now(),
                    known.headers());
            WriteCondition condition = new WriteCondition(request.ifMatch(), request.ifNoneMatch());
            commit(file, () -> index.complete(known, object, condition));
            deleteParts(uploaded.values().stream().map(StoredObject::file).toList());
            return SdkResponses.completeResponse(object.etag());
        } catch (NoSuchFileException gone) {
            throw invalidPart();
        } catch (IOException e) {
            throw S3Failures.broken(e);
        }
    }

    /**
     * Parts are not forced to the disk. So a part of an earlier process, after which the power may have failed, is read and
     * checked again.
     */
    private void requireIntact(StoredObject part) throws IOException {
        if (part.modified().isBefore(begun) && !files.md5(part.file()).equals(part.etag())) {
            throw invalidPart();
        }
    }

    private static RuntimeException invalidPart() {
        return S3Failures.of(
                400,
                "InvalidPart",
                "One or more of the specified parts could not be found. The part may not have been uploaded, or the"
                        + " specified entity tag may not match the part's entity tag.");
    }

    /** As in S3: the MD5 of the parts' MD5s, and the number of parts. */
    private static String etag(List<StoredObject> parts) {
        MessageDigest md5 = ContentFiles.md5();
        parts.forEach(part -> md5.update(HexFormat.of().parseHex(part.etag())));
        return HexFormat.of().formatHex(md5.digest()) + "-" + parts.size();
    }

    @Override
    public List<Part> listMultipartUpload(MultipartUpload upload) {
        return index.parts(known(upload).id()).entrySet().stream()
                .map(part -> SdkResponses.part(
                        part.getKey(),
                        part.getValue().size(),
                        part.getValue().etag(),
                        part.getValue().modified()))
                .toList();
    }

    @Override
    public List<software.amazon.awssdk.services.s3.model.MultipartUpload> listMultipartUploads(String bucket) {
        index.requireBucket(bucket);
        return index.uploads().stream()
                .filter(upload -> upload.bucket().equals(bucket))
                .map(upload -> SdkResponses.upload(upload.key(), upload.id(), upload.initiated()))
                .toList();
    }

    @Override
    public long getMinimumMultipartPartSize() {
        return MIN_PART_BYTES;
    }

    @Override
    public void close() {
        index.close();
    }
}
