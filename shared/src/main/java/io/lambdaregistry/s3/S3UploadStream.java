package io.lambdaregistry.s3;

import static io.lambdaregistry.s3.S3Errors.calling;

import io.lambdaregistry.error.ErrorCode;
import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.metering.Meter;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * Writes one object of unknown length: with a single PutObject if it fits into one part, otherwise by a multipart upload with
 * one part in memory at a time. {@link #commit()} makes the object visible; closing without it deletes the uploaded parts.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html">S3's multipart limits</a>
 */
final class S3UploadStream extends OutputStream {
    private static final int MAX_PARTS = 10_000;
    private static final int FIRST_BUFFER = 64 << 10;

    private final S3Client s3;
    private final String bucket;
    private final String key;
    private final String contentType;
    private final int partSize;
    private final List<CompletedPart> parts = new ArrayList<>();
    private byte[] buffer;
    private int buffered;
    private @Nullable String uploadId;
    private boolean committed;

    /** @param partSize in bytes; S3 accepts parts below 5 MiB only at the end */
    S3UploadStream(S3Client s3, String bucket, String key, String contentType, int partSize) {
        this.s3 = s3;
        this.bucket = bucket;
        this.key = key;
        this.contentType = contentType;
        this.partSize = partSize;
        this.buffer = new byte[Math.min(FIRST_BUFFER, partSize)];
    }

    @Override
    public void write(int octet) {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        int written = 0;
        while (written < length) {
            if (buffered == partSize) {
                sendPart();
            }
            int count = Math.min(length - written, partSize - buffered);
            makeRoom(buffered + count);
            System.arraycopy(bytes, offset + written, buffer, buffered, count);
            buffered += count;
            written += count;
        }
    }

    /** Grows the buffer, which begins small because most artifacts are. */
    private void makeRoom(int needed) {
        if (needed > buffer.length) {
            buffer = Arrays.copyOf(buffer, (int) Math.min(partSize, Math.max(needed, 2L * buffer.length)));
        }
    }

    /** Makes the object visible; must be called once, after the last byte. */
    void commit() {
        if (uploadId == null) {
            putWhole();
        } else {
            sendPart();
            complete(uploadId);
        }
        committed = true;
    }

    /** Deletes the uploaded parts, unless the object was committed. */
    @Override
    public void close() {
        if (uploadId != null && !committed) {
            String aborted = uploadId;
            uploadId = null;
            abort(aborted);
        }
    }

    private void putWhole() {
        calling(() ->
                s3.putObject(request -> request.bucket(bucket).key(key).contentType(contentType), bufferedBytes()));
    }

    private void sendPart() {
        if (parts.size() == MAX_PARTS) {
            throw new RegistryException(
                    ErrorCode.REQUEST_LIMIT_EXCEEDED,
                    "An artifact that is uploaded through the registry has at most %d bytes. Give the experiment an artifact"
                                    .formatted((long) MAX_PARTS * partSize)
                            + " location on S3 (s3://…), which clients write to directly.");
        }
        String id = uploadId == null ? begin() : uploadId;
        int number = parts.size() + 1;
        UploadPartResponse sent = calling(() -> s3.uploadPart(
                request -> request.bucket(bucket).key(key).uploadId(id).partNumber(number), bufferedBytes()));
        parts.add(CompletedPart.builder()
                .partNumber(number)
                .eTag(sent.eTag())
                .checksumCRC32(sent.checksumCRC32()) // S3 demands it again if the client is configured to compute it
                .build());
        buffered = 0;
    }

    private String begin() {
        String id = calling(() -> s3.createMultipartUpload(
                        request -> request.bucket(bucket).key(key).contentType(contentType)))
                .uploadId();
        uploadId = id;
        return id;
    }

    private void complete(String id) {
        calling(() -> s3.completeMultipartUpload(request ->
                request.bucket(bucket).key(key).uploadId(id).multipartUpload(upload -> upload.parts(parts))));
    }

    private void abort(String id) {
        Meter.callsS3();
        try {
            s3.abortMultipartUpload(request -> request.bucket(bucket).key(key).uploadId(id));
        } catch (SdkException leftBehind) {
            // the parts are invisible, and a lifecycle rule deletes them; the failure that caused the abort matters
            // more
        }
    }

    /** Returns the buffer without copying it; each retry reads it from the start. */
    private RequestBody bufferedBytes() {
        return RequestBody.fromContentProvider(
                () -> new ByteArrayInputStream(buffer, 0, buffered), buffered, contentType);
    }
}
