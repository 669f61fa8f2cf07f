package io.lambdaregistry.testing;

import java.io.InputStream;
import java.net.URI;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** S3Proxy on a free port of the loopback, with its objects in memory, and clients of it. */
final class InMemoryS3 implements AutoCloseable {
    private static final AwsBasicCredentials CREDENTIALS = AwsBasicCredentials.create("test", "test");

    /** An empty body in signed chunks is not read to its end by S3Proxy, which then drops the connection. */
    private static final S3Configuration CONFIGURATION = S3Configuration.builder()
            .pathStyleAccessEnabled(true)
            .chunkedEncodingEnabled(false)
            .build();

    private final S3Proxy proxy;
    private final S3Client client;
    private final S3Presigner presigner;

    private InMemoryS3(S3Proxy proxy) {
        this.proxy = proxy;
        URI endpoint = URI.create("http://127.0.0.1:" + proxy.getPort());
        StaticCredentialsProvider credentials = StaticCredentialsProvider.create(CREDENTIALS);
        this.client = S3Client.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(credentials)
                .serviceConfiguration(CONFIGURATION)
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
        this.presigner = S3Presigner.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(credentials)
                .serviceConfiguration(CONFIGURATION)
                .build();
    }

    static InMemoryS3 start() {
        S3Proxy proxy = S3Proxy.builder()
                .blobStore(new WholeObjects())
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V4, CREDENTIALS.accessKeyId(), CREDENTIALS.secretAccessKey())
                .ignoreUnknownHeaders(true)
                .stopTimeout(0)
                .build();
        try {
            proxy.start();
        } catch (Exception e) {
            throw new IllegalStateException("S3Proxy does not start", e);
        }
        return new InMemoryS3(proxy);
    }

    S3Client client() {
        return client;
    }

    S3Presigner presigner() {
        return presigner;
    }

    @Override
    public void close() {
        presigner.close();
        client.close();
        try {
            proxy.stop();
        } catch (Exception e) {
            throw new IllegalStateException("S3Proxy does not stop", e);
        }
    }

    /** Lists an object when it has been put, as S3 does. S3Proxy's own store also lists one that it has only begun to write, without its ETag. */
    private static final class WholeObjects extends ForwardingBlobStore {
        private final ReadWriteLock lock = new ReentrantReadWriteLock();

        WholeObjects() {
            super(new TransientNio2BlobStore());
        }

        @Override
        public PutObjectResponse putBlob(PutObjectRequest request, InputStream content) {
            lock.readLock().lock(); // puts may run side by side
            try {
                return super.putBlob(request, content);
            } finally {
                lock.readLock().unlock();
            }
        }

        @Override
        public ListObjectsV2Response list(ListObjectsV2Request request) {
            lock.writeLock().lock();
            try {
                return super.list(request);
            } finally {
                lock.writeLock().unlock();
            }
        }
    }
}
