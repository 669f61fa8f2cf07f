package io.lambdaregistry.metering;

/**
 * The bytes of a function's response, in which the body is a JSON text, as a string within another JSON text: each quotation mark
 * and each backslash of the body takes a byte more.
 */
public final class ResponseBytes {
    /**
     * The most bytes that a body may take. Lambda's limit for the whole response is 6,291,556 bytes; the rest is room for the status
     * and the headers.
     *
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html">Lambda quotas</a>
     */
    public static final int MOST = 6_280_000;

    private ResponseBytes() {}

    /** Returns the bytes that a body takes. */
    public static long ofBody(CharSequence text) {
        return ofBody(text, 0, text.length());
    }

    /** Returns the bytes that a part of a body takes. */
    public static long ofBody(CharSequence text, int from, int to) {
        long bytes = 0;
        for (int i = from; i < to; i++) {
            bytes += of(text.charAt(i));
        }
        return bytes;
    }

    /** Returns the bytes of a string as a value of the body, in which it is escaped already. */
    public static long ofValue(String value) {
        long bytes = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean isQuoted = c == '"' || c == '\\';
            bytes += of(c) + (isQuoted ? 2 : c < 0x20 ? 1 : 0);
        }
        return bytes;
    }

    private static int of(char c) {
        if (c < 0x20) {
            return c == '\n' || c == '\r' || c == '\t' || c == '\b' || c == '\f' ? 2 : 6;
        }
        if (c < 0x80) {
            return c == '"' || c == '\\' ? 2 : 1;
        }
        return c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
}
