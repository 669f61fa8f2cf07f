package io.lambdaregistry.local.s3;

import io.lambdaregistry.local.data.DataFolder;
import io.lambdaregistry.local.data.StartException;
import io.lambdaregistry.local.s3.awssdk.LocalObjects;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import org.gaul.s3proxy.blobstore.BlobStore;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;

/** An S3 on a port of the loopback, for clients with its credentials. */
public final class EmbeddedS3 implements AutoCloseable {
    private static final String HOST = "127.0.0.1";

    private final ObjectStore objects;
    private final S3Server server;
    private final AwsBasicCredentials credentials;
    private final AwsBasicCredentials ownCredentials;

    private EmbeddedS3(
            ObjectStore objects, S3Server server, AwsBasicCredentials credentials, AwsBasicCredentials ownCredentials) {
        this.objects = objects;
        this.server = server;
        this.credentials = credentials;
        this.ownCredentials = ownCredentials;
    }

    /**
     * @param folder the folder of the objects; empty to keep all in memory
     * @param port 0 for any free one
     * @param notifications receives the reports of objects that are put
     */
    public static EmbeddedS3 start(
            Optional<Path> folder, int port, AwsBasicCredentials credentials, Optional<S3Notifications> notifications)
            throws IOException, StartException {
        ObjectStore objects = objects(folder);
        AwsBasicCredentials ownCredentials = S3Credentials.random();
        try {
            S3Server server = S3Server.start(
                    HOST,
                    port,
                    Map.of(
                            credentials, notifying(objects, notifications),
                            ownCredentials, notifying(objects.forThisProcess(), notifications)));
            return new EmbeddedS3(objects, server, credentials, ownCredentials);
        } catch (Exception e) {
            objects.close();
            throw new StartException(
                    "Cannot listen on %s:%d for S3: %s. Name another port by --s3-port."
                            .formatted(HOST, port, StartException.reason(e)),
                    e);
        }
    }

    /** Adds the artifacts of a folder that a build without an index wrote to the index, all or none. */
    public static void index(Path folder) throws IOException, StartException {
        objects(Optional.of(folder)).close();
    }

    private static BlobStore notifying(ObjectStore objects, Optional<S3Notifications> notifications) {
        BlobStore store = new LocalObjects(objects);
        return notifications.isPresent() ? new NotifyingStore(store, notifications.get()) : store;
    }

    private static ObjectStore objects(Optional<Path> folder) throws IOException, StartException {
        try {
            return folder.isPresent()
                    ? ObjectStore.inFolder(
                            folder.get(),
                            DataFolder.s3Index(folder.get()),
                            folder.get().resolveSibling("unfinished-puts"))
                    : ObjectStore.inMemory();
        } catch (SQLException e) {
            throw new StartException(
                    "The index of the artifacts "
                            + folder.map(DataFolder::s3Index)
                                    .map(Path::toString)
                                    .orElse("in memory") + " cannot be opened: " + e.getMessage(),
                    e);
        }
    }

    public URI endpoint() {
        return URI.create("http://" + HOST + ":" + server.port());
    }

    /** The credentials of clients outside of this process, whose multipart uploads outlive it. */
    public AwsBasicCredentials credentials() {
        return credentials;
    }

    /** The credentials of this process itself; they end with it. */
    public AwsBasicCredentials ownCredentials() {
        return ownCredentials;
    }

    @Override
    public void close() {
        try (objects) {
            server.close();
        }
    }
}
