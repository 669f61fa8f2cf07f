package io.lambdaregistry.local;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;

/** S3Proxy on a loopback port. Its credentials are made anew at each start, so nobody else on this machine gets in. */
final class EmbeddedS3 implements AutoCloseable {
    private final S3Proxy proxy;
    private final AwsBasicCredentials credentials;

    private EmbeddedS3(S3Proxy proxy, AwsBasicCredentials credentials) {
        this.proxy = proxy;
        this.credentials = credentials;
    }

    /** @param folder of the objects; without one, all is in memory */
    static EmbeddedS3 start(Optional<Path> folder) throws IOException {
        AwsBasicCredentials credentials = AwsBasicCredentials.create("local" + random(8), random(24));
        S3Proxy proxy = S3Proxy.builder()
                .blobStore(blobStore(folder))
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V4, credentials.accessKeyId(), credentials.secretAccessKey())
                .ignoreUnknownHeaders(true)
                .stopTimeout(0)
                .build();
        try {
            proxy.start();
        } catch (Exception e) {
            throw new IOException("S3Proxy did not start", e);
        }
        return new EmbeddedS3(proxy, credentials);
    }

    private static BlobStore blobStore(Optional<Path> folder) throws IOException {
        if (folder.isEmpty()) {
            return new TransientNio2BlobStore();
        }
        // it wants an absolute path: with a relative one, listing and multipart uploads break without a word
        Path absolute = Files.createDirectories(folder.get()).toAbsolutePath();
        return new FilesystemNio2BlobStore(absolute.toString());
    }

    private static String random(int bytes) {
        byte[] random = new byte[bytes];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + proxy.getPort());
    }

    AwsBasicCredentials credentials() {
        return credentials;
    }

    @Override
    public void close() {
        try {
            proxy.stop();
        } catch (Exception e) {
            throw new IllegalStateException("S3Proxy did not stop", e);
        }
    }
}
