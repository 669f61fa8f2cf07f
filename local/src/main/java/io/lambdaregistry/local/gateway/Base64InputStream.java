package io.lambdaregistry.local.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;

/** Encodes a stream as base64 while it is read. A failure of the stream is passed on, and never looks like its end. */
final class Base64InputStream extends InputStream {
    private static final int BLOCK = 3 * 16 * 1024;

    private final InputStream source;
    private byte[] encoded = new byte[0];
    private int position;
    private boolean ended;

    Base64InputStream(InputStream source) {
        this.source = source;
    }

    @Override
    public int read() throws IOException {
        return fill() ? encoded[position++] : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, encoded.length - position);
        System.arraycopy(encoded, position, target, offset, count);
        position += count;
        return count;
    }

    private boolean fill() throws IOException {
        if (position < encoded.length) {
            return true;
        }
        if (ended) {
            return false;
        }
        // blocks are whole groups of three bytes except at the end, so that only the end is padded
        byte[] block = source.readNBytes(BLOCK);
        ended = block.length < BLOCK;
        encoded = Base64.getEncoder().encode(block);
        position = 0;
        return encoded.length > 0;
    }
}
