package io.lambdaregistry.local;

import java.net.URI;
import software.amazon.awssdk.services.s3.S3Client;

/** An S3, and how it is reached. */
record S3Connection(URI endpoint, S3Client client) {}
