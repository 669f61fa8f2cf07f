package io.lambdaregistry.local.s3;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.gaul.s3proxy.blobstore.S3Exceptions;

/**
 * A range of an object's bytes.
 *
 * @param first the position of its first byte, from 0
 * @param length in bytes, at least 1
 */
record AnsweredRange(long first, long length) {
    private static final String UNIT = "bytes=";

    /** @param header one range, whose numbers S3Proxy has checked: {@code bytes=1-2}, {@code bytes=1-}, {@code bytes=-2} */
    static AnsweredRange of(String header, long size) {
        String range = header.substring(UNIT.length());
        int dash = range.indexOf('-');
        String from = range.substring(0, dash);
        String to = range.substring(dash + 1);
        long first = from.isEmpty() ? Math.max(0, size - Long.parseLong(to)) : Long.parseLong(from);
        long last = from.isEmpty() || to.isEmpty() ? size - 1 : Math.min(size - 1, Long.parseLong(to));
        if (first > last) {
            throw S3Exceptions.fromStatusCode(416);
        }
        return new AnsweredRange(first, last - first + 1);
    }

    String header(long size) {
        return "bytes %d-%d/%d".formatted(first, first + length - 1, size);
    }

    /** Limits a stream, which stands at the first byte, to the range's length. */
    InputStream limit(InputStream content) {
        return new FilterInputStream(content) {
            private long left = length;

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] bytes, int offset, int count) throws IOException {
                if (left == 0) {
                    return -1;
                }
                int read = super.read(bytes, offset, (int) Math.min(count, left));
                left -= Math.max(read, 0);
                return read;
            }
        };
    }
}
