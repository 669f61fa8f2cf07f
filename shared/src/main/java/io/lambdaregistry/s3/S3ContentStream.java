package io.lambdaregistry.s3;

import java.io.FilterInputStream;
import java.io.IOException;
import software.amazon.awssdk.core.ResponseInputStream;

/** The bytes of an object. Closing it before the end drops the connection instead of reading the rest. */
final class S3ContentStream extends FilterInputStream {
    private final ResponseInputStream<?> object;
    private boolean ended;

    S3ContentStream(ResponseInputStream<?> object) {
        super(object);
        this.object = object;
    }

    @Override
    public int read() throws IOException {
        int octet = object.read();
        ended |= octet < 0;
        return octet;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = object.read(bytes, offset, length);
        ended |= count < 0;
        return count;
    }

    @Override
    public void close() throws IOException {
        if (!ended) {
            object.abort();
        }
        super.close();
    }
}
