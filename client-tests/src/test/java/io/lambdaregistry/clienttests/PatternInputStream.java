package io.lambdaregistry.clienttests;

import java.io.InputStream;
import java.util.Random;

/** A stream of the given number of bytes, generated while it is read; no two blocks are equal. */
final class PatternInputStream extends InputStream {
    private final byte[] block = new byte[1 << 16];
    private final long length;
    private long position;

    PatternInputStream(long length) {
        this.length = length;
        new Random(1).nextBytes(block);
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int wanted) {
        if (position >= length) {
            return -1;
        }
        int from = (int) (position % block.length);
        int count = (int) Math.min(Math.min(wanted, block.length - from), length - position);
        if (from == 0) {
            number(position / block.length);
        }
        System.arraycopy(block, from, into, offset, count);
        position += count;
        return count;
    }

    /** Writes a block's number over its first bytes. */
    private void number(long blockNumber) {
        for (int i = 0; i < Long.BYTES; i++) {
            block[i] = (byte) (blockNumber >>> (8 * i));
        }
    }
}
