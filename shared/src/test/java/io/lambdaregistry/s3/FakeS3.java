package io.lambdaregistry.s3;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** The uploads of S3, in memory; every body is read twice, as by a retry. */
final class FakeS3 implements S3Client {
    final Map<String, byte[]> objects = new HashMap<>();
    final Map<String, byte[]> pendingParts = new HashMap<>();
    final List<String> calls = new ArrayList<>();
    String failingCall = "";

    private void called(String call) {
        calls.add(call);
        if (call.equals(failingCall)) {
            throw SdkClientException.create("no route to S3");
        }
    }

    private static byte[] read(RequestBody body) {
        try {
            body.contentStreamProvider().newStream().readAllBytes();
            return body.contentStreamProvider().newStream().readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public PutObjectResponse putObject(PutObjectRequest request, RequestBody body) {
        called("put");
        objects.put(request.key(), read(body));
        return PutObjectResponse.builder().build();
    }

    @Override
    public CreateMultipartUploadResponse createMultipartUpload(CreateMultipartUploadRequest request) {
        called("create");
        return CreateMultipartUploadResponse.builder().uploadId("upload").build();
    }

    @Override
    public UploadPartResponse uploadPart(UploadPartRequest request, RequestBody body) {
        called("part " + request.partNumber());
        String etag = "etag-" + request.partNumber();
        pendingParts.put(etag, read(body));
        return UploadPartResponse.builder().eTag(etag).build();
    }

    @Override
    public CompleteMultipartUploadResponse completeMultipartUpload(CompleteMultipartUploadRequest request) {
        called("complete");
        objects.put(request.key(), joined(request.multipartUpload().parts()));
        pendingParts.clear();
        return CompleteMultipartUploadResponse.builder().build();
    }

    private byte[] joined(List<CompletedPart> parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        parts.forEach(part -> all.writeBytes(pendingParts.getOrDefault(part.eTag(), new byte[0])));
        return all.toByteArray();
    }

    @Override
    public AbortMultipartUploadResponse abortMultipartUpload(AbortMultipartUploadRequest request) {
        called("abort");
        pendingParts.clear();
        return AbortMultipartUploadResponse.builder().build();
    }

    @Override
    public String serviceName() {
        return "s3";
    }

    @Override
    public void close() {}
}
