package io.lambdaregistry.s3;

import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.metering.Meter;
import io.lambdaregistry.upload.FolderContents;
import io.lambdaregistry.upload.ModelFiles;
import io.lambdaregistry.upload.ModelFolder;
import io.lambdaregistry.upload.UploadedObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Uploaded models in S3. */
public final class S3ModelFiles implements ModelFiles {
    private static final int NOT_FOUND = 404;

    private final S3Client s3;

    public S3ModelFiles(S3Client s3) {
        this.s3 = s3;
    }

    @Override
    public Content read(UploadedObject object, int limit) {
        checkSize(object.size(), limit);
        GetObjectRequest.Builder request =
                GetObjectRequest.builder().bucket(object.bucket()).key(object.key());
        if (!object.versionId().isEmpty()) {
            request.versionId(object.versionId());
        }
        Meter.callsS3();
        try (ResponseInputStream<GetObjectResponse> stream = s3.getObject(request.build());
                S3ContentStream bytes = new S3ContentStream(stream)) {
            checkSize(stream.response().contentLength(), limit);
            return new Content(text(bytes.readAllBytes()), stream.response().metadata());
        } catch (SdkException failure) {
            throw isGone(failure)
                    ? RegistryException.notFound("The MLmodel file was deleted before it could be read.")
                    : S3Errors.translate(failure);
        } catch (IOException broken) {
            throw S3Errors.unavailable(broken);
        }
    }

    private static String text(byte[] utf8) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            throw RegistryException.invalid("It is not UTF-8.");
        }
    }

    /** Returns whether the key or version does not exist; a missing bucket does not count. */
    private static boolean isGone(SdkException failure) {
        return failure instanceof S3Exception answer
                && answer.statusCode() == NOT_FOUND
                && !(answer instanceof NoSuchBucketException);
    }

    private static void checkSize(long size, int limit) {
        if (size > limit) {
            throw RegistryException.invalid("The MLmodel file has " + size + " bytes; at most " + limit + " are read.");
        }
    }

    @Override
    public boolean exists(String bucket, String key) {
        Meter.callsS3();
        try {
            s3.headObject(request -> request.bucket(bucket).key(key));
            return true;
        } catch (SdkException failure) {
            if (isGone(failure)) {
                return false;
            }
            throw S3Errors.translate(failure);
        }
    }

    @Override
    public FolderContents list(ModelFolder folder) {
        String prefix = folder.path() + "/";
        ListObjectsV2Request request = S3Pages.under(folder.bucket(), prefix).build();
        Iterable<ListObjectsV2Response> pages = () -> new S3Pages(s3, request);
        Stream<S3Object> objects = StreamSupport.stream(pages.spliterator(), false)
                .flatMap(page -> page.contents().stream())
                .filter(object -> !object.key().endsWith("/")); // S3's console creates such an object for a folder
        return FolderContents.of(objects.map(object -> file(object, prefix)).iterator());
    }

    private static FolderContents.File file(S3Object object, String prefix) {
        return new FolderContents.File(
                object.key().substring(prefix.length()),
                object.size(),
                object.eTag().replace("\"", ""));
    }
}
