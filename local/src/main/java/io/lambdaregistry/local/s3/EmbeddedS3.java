package io.lambdaregistry.local.s3;

import io.lambdaregistry.local.data.DataFolder;
import io.lambdaregistry.local.data.StartException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;

/** S3Proxy on a port of the loopback, for whoever has its credentials. */
public final class EmbeddedS3 implements AutoCloseable {
    private static final String HOST = "127.0.0.1";

    private final S3Proxy proxy;
    private final AwsBasicCredentials credentials;

    private EmbeddedS3(S3Proxy proxy, AwsBasicCredentials credentials) {
        this.proxy = proxy;
        this.credentials = credentials;
    }

    /**
     * @param folder of the objects; without one, all is in memory
     * @param port 0 for any free one
     * @param notifications what it reports of the objects put into it
     */
    public static EmbeddedS3 start(
            Optional<Path> folder, int port, AwsBasicCredentials credentials, Optional<S3Notifications> notifications)
            throws IOException, StartException {
        S3Proxy proxy = S3Proxy.builder()
                .blobStore(notifying(blobStore(folder), notifications))
                .endpoint(URI.create("http://" + HOST + ":" + port))
                .awsAuthentication(AuthenticationType.AWS_V4, credentials.accessKeyId(), credentials.secretAccessKey())
                .ignoreUnknownHeaders(true)
                .stopTimeout(0)
                .build();
        try {
            proxy.start();
        } catch (Exception e) {
            throw new StartException(
                    "Cannot listen on %s:%d for S3: %s. Name another port by --s3-port."
                            .formatted(HOST, port, StartException.reason(e)),
                    e);
        }
        return new EmbeddedS3(proxy, credentials);
    }

    private static BlobStore notifying(BlobStore store, Optional<S3Notifications> notifications) {
        return notifications.isPresent() ? new NotifyingStore(store, notifications.get()) : store;
    }

    private static BlobStore blobStore(Optional<Path> folder) throws IOException {
        if (folder.isEmpty()) {
            return new PutsUnderWay(new TransientNio2BlobStore());
        }
        // it wants an absolute path: with a relative one, listing and multipart uploads break without a word
        Path absolute = Files.createDirectories(folder.get()).toAbsolutePath();
        BlobStore files = new FilesystemNio2BlobStore(absolute.toString());
        return new UnfinishedPuts(
                DataFolder.hasExtendedAttributes(absolute) ? files : new EtagsOfDates(files),
                absolute,
                absolute.resolveSibling("unfinished-puts"));
    }

    public URI endpoint() {
        return URI.create("http://" + HOST + ":" + proxy.getPort());
    }

    public AwsBasicCredentials credentials() {
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
