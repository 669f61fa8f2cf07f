package io.lambdaregistry.seal;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A SHA-256 whose state can be stored between two parts of the input, so that another process continues where one has stopped. The
 * JDK's {@link java.security.MessageDigest} can be copied within a process, but not stored.
 *
 * @see <a href="https://csrc.nist.gov/pubs/fips/180-4/upd1/final">FIPS 180-4</a>
 */
public final class ResumableSha256 {
    private static final int BLOCK = 64;
    private static final int WORDS = 8;
    private static final int ROUNDS = 64;

    /** The eight words and the number of bytes that they stand for, followed by the bytes that do not fill a block yet. */
    private static final int STATE_HEAD = WORDS * Integer.BYTES + Long.BYTES;

    /** The first 32 bits of the fractional parts of the cube roots of the first 64 primes, and of the square roots of the first 8. */
    private static final int[] ROOTS = new int[ROUNDS];

    private static final int[] START = new int[WORDS];

    static {
        int found = 0;
        for (int candidate = 2; found < ROUNDS; candidate++) {
            if (isPrime(candidate)) {
                ROOTS[found] = fraction(Math.cbrt(candidate));
                if (found < WORDS) {
                    START[found] = fraction(Math.sqrt(candidate));
                }
                found++;
            }
        }
    }

    private final int[] hash;
    private final byte[] buffer = new byte[BLOCK];
    private final int[] schedule = new int[ROUNDS];
    private long length;

    public ResumableSha256() {
        this.hash = START.clone();
    }

    private ResumableSha256(ByteBuffer state) {
        this.hash = new int[WORDS];
        for (int i = 0; i < WORDS; i++) {
            hash[i] = state.getInt();
        }
        this.length = state.getLong();
        if (length < 0 || state.remaining() != length % BLOCK) {
            throw new IllegalArgumentException("no state of a SHA-256");
        }
        state.get(buffer, 0, state.remaining());
    }

    /**
     * Continues from a state that {@link #state} returned.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static ResumableSha256 from(byte[] state) {
        if (state.length < STATE_HEAD) {
            throw new IllegalArgumentException("no state of a SHA-256");
        }
        return new ResumableSha256(ByteBuffer.wrap(state));
    }

    /** Returns the state: 40 to 103 bytes. */
    public byte[] state() {
        int rest = rest();
        ByteBuffer state = ByteBuffer.allocate(STATE_HEAD + rest);
        for (int word : hash) {
            state.putInt(word);
        }
        return state.putLong(length).put(buffer, 0, rest).array();
    }

    /** Returns the number of bytes that were added. */
    public long length() {
        return length;
    }

    private int rest() {
        return (int) (length % BLOCK);
    }

    public void add(byte[] bytes, int from, int count) {
        int at = from;
        int end = from + count;
        int rest = rest();
        length += count;
        if (rest > 0) {
            int taken = Math.min(BLOCK - rest, count);
            System.arraycopy(bytes, at, buffer, rest, taken);
            at += taken;
            if (rest + taken < BLOCK) {
                return;
            }
            compress(buffer, 0);
        }
        for (; end - at >= BLOCK; at += BLOCK) {
            compress(bytes, at);
        }
        System.arraycopy(bytes, at, buffer, 0, end - at);
    }

    /** Returns the digest in hexadecimal. Bytes can be added afterwards. */
    public String hex() {
        ResumableSha256 last = from(state());
        int rest = rest();
        byte[] padding = new byte[(rest < BLOCK - Long.BYTES ? BLOCK : 2 * BLOCK) - rest];
        padding[0] = (byte) 0x80;
        ByteBuffer.wrap(padding).putLong(padding.length - Long.BYTES, length * Byte.SIZE);
        last.add(padding, 0, padding.length);
        ByteBuffer digest = ByteBuffer.allocate(WORDS * Integer.BYTES);
        Arrays.stream(last.hash).forEach(digest::putInt);
        return HexFormat.of().formatHex(digest.array());
    }

    private void compress(byte[] bytes, int from) {
        int[] w = schedule;
        for (int i = 0; i < BLOCK / Integer.BYTES; i++) {
            int at = from + i * Integer.BYTES;
            w[i] = bytes[at] << 24
                    | (bytes[at + 1] & 0xFF) << 16
                    | (bytes[at + 2] & 0xFF) << 8
                    | (bytes[at + 3] & 0xFF);
        }
        for (int i = BLOCK / Integer.BYTES; i < ROUNDS; i++) {
            int early = w[i - 15];
            int late = w[i - 2];
            w[i] = w[i - 16]
                    + (Integer.rotateRight(early, 7) ^ Integer.rotateRight(early, 18) ^ (early >>> 3))
                    + w[i - 7]
                    + (Integer.rotateRight(late, 17) ^ Integer.rotateRight(late, 19) ^ (late >>> 10));
        }
        int a = hash[0];
        int b = hash[1];
        int c = hash[2];
        int d = hash[3];
        int e = hash[4];
        int f = hash[5];
        int g = hash[6];
        int h = hash[7];
        for (int i = 0; i < ROUNDS; i++) {
            int sum = h
                    + (Integer.rotateRight(e, 6) ^ Integer.rotateRight(e, 11) ^ Integer.rotateRight(e, 25))
                    + ((e & f) ^ (~e & g))
                    + ROOTS[i]
                    + w[i];
            int mixed = (Integer.rotateRight(a, 2) ^ Integer.rotateRight(a, 13) ^ Integer.rotateRight(a, 22))
                    + ((a & b) ^ (a & c) ^ (b & c));
            h = g;
            g = f;
            f = e;
            e = d + sum;
            d = c;
            c = b;
            b = a;
            a = sum + mixed;
        }
        hash[0] += a;
        hash[1] += b;
        hash[2] += c;
        hash[3] += d;
        hash[4] += e;
        hash[5] += f;
        hash[6] += g;
        hash[7] += h;
    }

    private static boolean isPrime(int number) {
        for (int divisor = 2; divisor * divisor <= number; divisor++) {
            if (number % divisor == 0) {
                return false;
            }
        }
        return true;
    }

    private static int fraction(double root) {
        return (int) (long) ((root - Math.floor(root)) * (1L << Integer.SIZE));
    }
}
