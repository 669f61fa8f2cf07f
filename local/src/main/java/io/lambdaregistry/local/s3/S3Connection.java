package io.lambdaregistry.local.s3;

import java.net.URI;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** A connection to an S3: its endpoint, a client, and a presigner for requests of other clients. */
public record S3Connection(URI endpoint, S3Client client, S3Presigner presigner) implements AutoCloseable {
    @Override
    public void close() {
        presigner.close();
        client.close();
    }
}
