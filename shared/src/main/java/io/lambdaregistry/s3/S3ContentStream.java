package io.lambdaregistry.s3;

import java.io.FilterInputStream;
import java.io.IOException;
import software.amazon.awssdk.core.ResponseInputStream;

/** An object's bytes. Closed before their end, it drops the connection instead of reading gigabytes that nobody wants. */
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
